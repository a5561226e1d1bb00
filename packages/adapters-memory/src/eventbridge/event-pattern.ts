import { isFields } from '@snacks/domain';
import { EventPatternInvalidError } from './event-pattern-error.js';
import { VALUE_OPERATORS, type Scalar, type ValueTest } from './value-operators.js';

interface IgnoringCase {
  readonly 'equals-ignore-case': string;
}

type OneOrMore = string | readonly string[];

/** What a leaf may have, or not have: a value as it is, or an operator. */
export type ValuePattern =
  | Scalar
  | { readonly prefix: string | IgnoringCase }
  | { readonly suffix: string | IgnoringCase }
  | IgnoringCase
  /** `*` stands for any characters; write `\*` for an asterisk, `\\` for a backslash. */
  | { readonly wildcard: string }
  | {
      readonly 'anything-but':
        | OneOrMore
        | number
        | readonly number[]
        | { readonly prefix: OneOrMore }
        | { readonly suffix: OneOrMore }
        | { readonly 'equals-ignore-case': OneOrMore }
        | { readonly wildcard: OneOrMore };
    }
  /** Numbers from -5e9 to 5e9. */
  | {
      readonly numeric:
        | readonly ['=' | '<' | '<=' | '>' | '>=', number]
        | readonly ['>' | '>=', number, '<' | '<=', number];
    }
  /** An address and the bits of its network: `10.0.0.0/24`, `2001:db8::/32`. */
  | { readonly cidr: string }
  /** Whether there is a value at this leaf, whichever. */
  | { readonly exists: boolean };

/** The names that a branch of `$or` cannot have as fields, because they are operators. */
type OperatorName =
  | 'prefix'
  | 'suffix'
  | 'equals-ignore-case'
  | 'wildcard'
  | 'anything-but'
  | 'numeric'
  | 'cidr'
  | 'exists';

type Branch = EventPattern & { readonly [operator in OperatorName]?: never };

/**
 * Which events a rule is about, as EventBridge writes it. An event matches if every field that the
 * pattern names does:
 *
 * - A list matches if any of what stands in it does. Where the event has an array, any of its
 *   elements will do. `{ "exists": false }` matches where the event has no value there.
 * - An object is a pattern of the object in that place. Where the event has an array of objects,
 *   any one of them will do, but one alone has to match the whole.
 * - `$or` is a list of two or more patterns of the object that it stands in: any one will do.
 *
 * Source: "Comparison operators for use in event patterns" in the EventBridge user guide, and the
 * README of aws/event-ruler, which EventBridge matches by.
 *
 * @example
 * { source: ['serverless.snacks'], detail: { status: ['NEW', 'APPROVED'], totalAmount: [{ numeric: ['>', 10] }] } }
 */
export interface EventPattern {
  readonly [field: string]: readonly ValuePattern[] | EventPattern | readonly Branch[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Whether an object matches; `event` is the whole that it is a part of. */
type ObjectTest = (object: Fields, event: Fields) => boolean;

const EXISTS = 'exists';
const OPERATOR_NAMES = [...VALUE_OPERATORS.keys(), EXISTS];
const EMPTY: Fields = {};

/**
 * Reads a pattern once, to match many events by it.
 *
 * @throws {EventPatternInvalidError} where EventBridge would refuse the pattern, or where it has an
 *   operator that is not known here. It names the place and what is allowed there.
 */
export function compilePattern(pattern: EventPattern): (event: Fields) => boolean {
  const test = readObject(pattern, [], false);
  return (event) => test(event, event);
}

function readObject(pattern: unknown, path: readonly string[], inBranch: boolean): ObjectTest {
  const fields = isFields(pattern) ? Object.entries(pattern) : [];
  if (fields.length === 0) {
    throw new EventPatternInvalidError(path.join('.'), 'an object with at least one field');
  }
  const tests = fields.map(([field, sub]) => readField(field, sub, path, inBranch));
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return (object, event) => tests.every((test) => test(object, event));
}

function readField(
  field: string,
  pattern: unknown,
  parent: readonly string[],
  inBranch: boolean,
): ObjectTest {
  const path = [...parent, field];
  if (field === '$or') return readBranches(pattern, parent);
  if (inBranch && OPERATOR_NAMES.includes(field)) {
    throw new EventPatternInvalidError(
      path.join('.'),
      'a field: inside $or, no operator can be one',
    );
  }
  if (Array.isArray(pattern)) return readLeaf(field, pattern, path);
  if (isFields(pattern)) {
    const test = readObject(pattern, path, inBranch);
    return (object, event) => someObject(valueOf(object, field), test, event);
  }
  throw new EventPatternInvalidError(path.join('.'), 'a list of values or operators, or an object');
}

function readBranches(pattern: unknown, parent: readonly string[]): ObjectTest {
  const branches: readonly unknown[] = Array.isArray(pattern) ? pattern : [];
  if (branches.length < 2) {
    throw new EventPatternInvalidError(
      [...parent, '$or'].join('.'),
      'a list of two or more patterns',
    );
  }
  // A branch is about the fields of the object that `$or` stands in, so it has no path of its own.
  const tests = branches.map((branch) => readObject(branch, parent, true));
  return (object, event) => tests.some((test) => test(object, event));
}

function readLeaf(field: string, list: readonly unknown[], path: readonly string[]): ObjectTest {
  const place = path.join('.');
  if (list.length === 0) {
    throw new EventPatternInvalidError(place, 'a list of at least one value or operator');
  }
  const values = new Set<unknown>();
  const tests: ValueTest[] = [];
  let absent = false;
  for (const [index, one] of list.entries()) {
    if (!isFields(one)) {
      values.add(readValue(one, `${place}[${index}]`));
    } else {
      const test = readValueOperator(one, `${place}[${index}]`);
      if (test === 'absent') absent = true;
      else tests.push(test);
    }
  }
  const matches: ValueTest = (value) => values.has(value) || tests.some((test) => test(value));
  return (object, event) =>
    someValue(valueOf(object, field), matches) || (absent && !hasValueAt(event, path, 0));
}

function readValue(value: unknown, path: string): Scalar {
  const isScalar =
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value));
  if (isScalar) return value;
  throw new EventPatternInvalidError(path, 'a string, a number, true, false, null or an operator');
}

function readValueOperator(pattern: Fields, path: string): ValueTest | 'absent' {
  const [[operator, operand] = ['', undefined], ...more] = Object.entries(pattern);
  const read = VALUE_OPERATORS.get(operator);
  if (more.length > 0 || (read === undefined && operator !== EXISTS)) {
    throw new EventPatternInvalidError(path, `one operator of ${OPERATOR_NAMES.join(', ')}`);
  }
  if (read !== undefined) return read(operand, `${path}.${operator}`);
  if (typeof operand !== 'boolean') {
    throw new EventPatternInvalidError(`${path}.${EXISTS}`, 'true or false');
  }
  return operand ? () => true : 'absent';
}

function valueOf(object: Fields, field: string): unknown {
  return Object.hasOwn(object, field) ? object[field] : undefined;
}

function isValue(value: unknown): value is Scalar {
  return value !== undefined && (typeof value !== 'object' || value === null);
}

/** Whether a value, or any within an array of any depth, passes. Objects are no values. */
function someValue(value: unknown, test: ValueTest): boolean {
  if (Array.isArray(value)) return value.some((element: unknown) => someValue(element, test));
  return isValue(value) && test(value);
}

/** Whether an object, or any within an array of any depth, passes; no object is as an empty one. */
function someObject(value: unknown, test: ObjectTest, event: Fields): boolean {
  if (isFields(value)) return test(value, event);
  const objects = Array.isArray(value) ? value.flat(Infinity).filter(isFields) : [];
  return objects.length === 0 ? test(EMPTY, event) : objects.some((object) => test(object, event));
}

/** Whether the event has any value at a path, whichever elements of arrays lead there. */
function hasValueAt(value: unknown, path: readonly string[], depth: number): boolean {
  if (Array.isArray(value)) return value.some((one: unknown) => hasValueAt(one, path, depth));
  const field = path[depth];
  if (field === undefined) return isValue(value);
  return isFields(value) && hasValueAt(valueOf(value, field), path, depth + 1);
}
