import { isTimestamp } from '../order/timestamp.js';
import { codePoints } from './code-points.js';
import { UUID } from './uuid.js';

/** The keywords of JSON Schema (draft 2020-12) that this package uses. */
export type JsonSchema = {
  readonly $schema?: 'https://json-schema.org/draft/2020-12/schema';
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: keyof typeof TYPES;
  readonly const?: string | number;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: keyof typeof FORMATS;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
};

/** Where a value breaks its schema: the path of the field from the value, and what the field must be. */
export interface SchemaIssue {
  readonly field: string;
  readonly message: string;
}

/** What a value must be, in words for the issue. */
interface Requirement<T = unknown> {
  readonly name: string;
  readonly has: (value: T) => boolean;
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const TYPES = {
  string: { name: 'text', has: (value: unknown) => typeof value === 'string' },
  number: { name: 'a number', has: (value: unknown) => Number.isFinite(value) },
  integer: { name: 'a whole number', has: (value: unknown) => Number.isInteger(value) },
  array: { name: 'a list', has: (value: unknown) => Array.isArray(value) },
  object: { name: 'an object', has: isObject },
} as const;

const FORMATS = {
  uuid: { name: 'a lower-case UUID', has: (text: string) => UUID.test(text) },
  'date-time': { name: 'a time such as 2026-01-01T00:00:00.000Z', has: isTimestamp },
} as const;

const UNIQUE_ITEMS: Requirement = {
  name: 'without repeated items',
  has: (value) => !Array.isArray(value) || new Set(value).size === value.length,
};

/** Returns the fields of a value that break a schema, by paths such as `.snackItems[0].price`. */
export type SchemaCheck = (value: unknown) => readonly SchemaIssue[];

/**
 * Compiles a schema into its check. A reader of events accepts unknown fields, so `additionalProperties`
 * is not checked. Messages have no data of the value.
 *
 * An interpreter would look up every keyword of the schema again for every event. A consumer reads so
 * many events that this is a third of the time of a whole order in memory.
 */
export function compileSchema(schema: JsonSchema): SchemaCheck {
  const requirements = requirementsOf(schema);
  const checkItems = schema.items && itemsCheck(schema.items);
  const checkFields = schema.properties && fieldsCheck(schema.properties, schema.required);
  return (value) => {
    const broken = requirements.find(({ has }) => !has(value));
    if (broken !== undefined) return [{ field: '', message: `must be ${broken.name}` }];
    if (checkItems && Array.isArray(value)) return checkItems(value);
    return checkFields && isObject(value) ? checkFields(value) : NO_ISSUES;
  };
}

const NO_ISSUES: readonly SchemaIssue[] = [];
const MISSING: readonly SchemaIssue[] = [{ field: '', message: 'is missing' }];

function itemsCheck(schema: JsonSchema): (list: readonly unknown[]) => readonly SchemaIssue[] {
  const check = compileSchema(schema);
  return (list) => list.flatMap((item, index) => issuesAt(`[${index}]`, check(item)));
}

function fieldsCheck(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): (fields: Fields) => readonly SchemaIssue[] {
  const checks = Object.entries(properties).map(([name, property]) => ({
    name,
    path: `.${name}`,
    check: compileSchema(property),
    ifAbsent: required.includes(name) ? MISSING : NO_ISSUES,
  }));
  return (fields) =>
    checks.flatMap(({ name, path, check, ifAbsent }) =>
      issuesAt(path, Object.hasOwn(fields, name) ? check(fields[name]) : ifAbsent),
    );
}

/** The issues of a part of a value, as issues of the value. */
export function issuesAt(path: string, issues: readonly SchemaIssue[]): readonly SchemaIssue[] {
  if (issues.length === 0) return NO_ISSUES;
  return issues.map(({ field, message }) => ({ field: path + field, message }));
}

/** What the value itself must be, without its fields and items. */
function requirementsOf(schema: JsonSchema): readonly Requirement[] {
  const { const: only, enum: choices, type, format, pattern, uniqueItems } = schema;
  const requirements: Requirement[] = [];
  if (only !== undefined) requirements.push({ name: String(only), has: (value) => value === only });
  if (choices !== undefined) {
    const has = (value: unknown) => choices.some((choice) => choice === value);
    requirements.push({ name: `one of ${choices.join(', ')}`, has });
  }
  if (type !== undefined) requirements.push(TYPES[type]);
  if (format !== undefined) requirements.push(ofText(FORMATS[format]));
  if (pattern !== undefined) {
    const expression = new RegExp(pattern, 'u');
    const has = (text: string) => expression.test(text);
    requirements.push(ofText({ name: `text that matches ${pattern}`, has }));
  }
  if (uniqueItems === true) requirements.push(UNIQUE_ITEMS);
  return [
    ...requirements,
    ...bounds('', numberOf, schema.minimum, schema.maximum),
    ...bounds('text of length ', textLengthOf, schema.minLength, schema.maxLength),
    ...bounds('a list of length ', listLengthOf, schema.minItems, schema.maxItems),
  ];
}

/** A requirement that values other than texts meet. */
function ofText({ name, has }: Requirement<string>): Requirement {
  return { name, has: (value) => typeof value !== 'string' || has(value) };
}

/** Bounds for a size of a value. Values without this size meet them. */
function bounds(
  what: string,
  sizeOf: (value: unknown) => number | undefined,
  min = -Infinity,
  max = Infinity,
): readonly Requirement[] {
  const atLeast = {
    name: `${what}${min} or more`,
    has: (value: unknown) => (sizeOf(value) ?? min) >= min,
  };
  const atMost = {
    name: `${what}${max} or less`,
    has: (value: unknown) => (sizeOf(value) ?? max) <= max,
  };
  return [...(min > -Infinity ? [atLeast] : []), ...(max < Infinity ? [atMost] : [])];
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textLengthOf(value: unknown): number | undefined {
  return typeof value === 'string' ? codePoints(value) : undefined;
}

function listLengthOf(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}
