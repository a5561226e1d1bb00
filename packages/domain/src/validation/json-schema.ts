import { isTimestamp } from '../order/timestamp.js';
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

/** Where a value breaks its schema: the path of the field, and what the field must be. */
export interface SchemaIssue {
  readonly field: string;
  readonly message: string;
}

const TYPES = {
  string: { name: 'text', has: (value: unknown) => typeof value === 'string' },
  number: { name: 'a number', has: (value: unknown) => Number.isFinite(value) },
  integer: { name: 'a whole number', has: (value: unknown) => Number.isInteger(value) },
  array: { name: 'a list', has: (value: unknown) => Array.isArray(value) },
  object: {
    name: 'an object',
    has: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
  },
} as const;

const FORMATS = {
  uuid: { name: 'a lower-case UUID', has: (text: string) => UUID.test(text) },
  'date-time': { name: 'a time such as 2026-01-01T00:00:00.000Z', has: isTimestamp },
} as const;

/**
 * The fields of a value that break a schema. A reader of events accepts unknown fields, so
 * `additionalProperties` is not checked. Messages have no data of the value.
 */
export function issuesBySchema(
  value: unknown,
  schema: JsonSchema,
  field: string,
): readonly SchemaIssue[] {
  const requirement = brokenRequirement(value, schema);
  if (requirement !== undefined) return [{ field, message: `must be ${requirement}` }];
  const { items, properties = {}, required = [] } = schema;
  if (Array.isArray(value)) {
    return items ? value.flatMap((item, n) => issuesBySchema(item, items, `${field}[${n}]`)) : [];
  }
  const fields = new Map(Object.entries(Object(value)));
  return Object.entries(properties).flatMap(([name, property]) => {
    const path = `${field}.${name}`;
    if (fields.has(name)) return issuesBySchema(fields.get(name), property, path);
    return required.includes(name) ? [{ field: path, message: 'is missing' }] : [];
  });
}

/** What the value itself must be, without its fields and items; `undefined` if it is that. */
function brokenRequirement(value: unknown, schema: JsonSchema): string | undefined {
  if (schema.const !== undefined && value !== schema.const) return String(schema.const);
  if (schema.enum !== undefined && !schema.enum.some((choice) => choice === value)) {
    return `one of ${schema.enum.join(', ')}`;
  }
  const type = schema.type && TYPES[schema.type];
  if (type !== undefined && !type.has(value)) return type.name;
  if (typeof value === 'string') return brokenText(value, schema);
  if (typeof value === 'number') return between(value, schema.minimum, schema.maximum, '');
  return Array.isArray(value) ? brokenList(value, schema) : undefined;
}

function brokenList(list: readonly unknown[], schema: JsonSchema): string | undefined {
  return schema.uniqueItems === true && new Set(list).size < list.length
    ? 'without repeated items'
    : between(list.length, schema.minItems, schema.maxItems, 'a list of length ');
}

function brokenText(text: string, schema: JsonSchema): string | undefined {
  const format = schema.format && FORMATS[schema.format];
  if (format !== undefined && !format.has(text)) return format.name;
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(text)) {
    return `text that matches ${schema.pattern}`;
  }
  return between(Array.from(text).length, schema.minLength, schema.maxLength, 'text of length ');
}

function between(
  size: number,
  min: number | undefined,
  max: number | undefined,
  what: string,
): string | undefined {
  if (size < (min ?? size)) return `${what}${min} or more`;
  return size > (max ?? size) ? `${what}${max} or less` : undefined;
}
