import { isFields } from '@snacks/domain';
import { EventPatternInvalidError } from './event-pattern-error.js';

type Scalar = string | number | boolean | null;

/** What a rule accepts as the value of a field: an exact value, or whether there is a value. */
export type ValuePattern = Scalar | { readonly exists: boolean };

/**
 * Selects the events of a rule, in EventBridge's syntax. An event matches if every field of the
 * pattern matches:
 *
 * - A list matches if any of its entries matches. If the event has an array, one matching element is
 *   enough. `{ "exists": false }` matches if the event has no value at this path.
 * - An object is a pattern for the object at the same path of the event. If the event has an array
 *   of objects, one of them must match the whole object.
 *
 * Sources: "Comparison operators for use in event patterns" in the EventBridge user guide, and the
 * README of aws/event-ruler, which EventBridge matches with. Only the syntax that the topology's
 * rules use is supported.
 *
 * @example
 * { source: ['serverless.snacks'], detail: { status: ['NEW', 'APPROVED'], orderId: [{ exists: true }] } }
 */
export interface EventPattern {
  readonly [field: string]: readonly ValuePattern[] | EventPattern;
}

type Fields = Readonly<Record<string, unknown>>;

/** Returns whether an object matches. `event` is the whole event that contains the object. */
type ObjectTest = (object: Fields, event: Fields) => boolean;

/** Operators of EventBridge that no rule of the topology uses. */
const UNSUPPORTED_OPERATORS = new Set([
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'anything-but',
  'numeric',
  'cidr',
]);

const EMPTY: Fields = {};

/**
 * Compiles a pattern into a function that returns whether an event matches.
 *
 * @throws {EventPatternInvalidError} if EventBridge would refuse the pattern, or if the pattern uses
 *   an operator that is not supported here. The error names the path in the pattern.
 */
export function compilePattern(pattern: EventPattern): (event: Fields) => boolean {
  const test = compileObject(pattern, []);
  return (event) => test(event, event);
}

function compileObject(pattern: unknown, path: readonly string[]): ObjectTest {
  const fields = isFields(pattern) ? Object.entries(pattern) : [];
  if (fields.length === 0) throw invalid(path.join('.'), 'an object with at least one field');
  const tests = fields.map(([field, sub]) => compileField(field, sub, [...path, field]));
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return (object, event) => tests.every((test) => test(object, event));
}

function compileField(field: string, pattern: unknown, path: readonly string[]): ObjectTest {
  if (field === '$or') throw unsupported(path.join('.'), field);
  if (Array.isArray(pattern)) return compileList(field, pattern, path);
  if (isFields(pattern)) {
    const test = compileObject(pattern, path);
    return (object, event) => someObject(valueOf(object, field), test, event);
  }
  throw invalid(path.join('.'), 'a list of values or operators, or an object');
}

function compileList(field: string, list: readonly unknown[], path: readonly string[]): ObjectTest {
  if (list.length === 0) {
    throw invalid(path.join('.'), 'a list of at least one value or operator');
  }
  const values = new Set<unknown>();
  let present = false;
  let absent = false;
  for (const [index, entry] of list.entries()) {
    const entryPath = `${path.join('.')}[${index}]`;
    if (!isFields(entry)) values.add(readValue(entry, entryPath));
    else if (readExists(entry, entryPath)) present = true;
    else absent = true;
  }
  const matches = (value: Scalar) => present || values.has(value);
  return (object, event) =>
    someValue(valueOf(object, field), matches) || (absent && !hasValueAt(event, path, 0));
}

function readValue(value: unknown, path: string): unknown {
  if (isValue(value) && (typeof value !== 'number' || Number.isFinite(value))) return value;
  throw invalid(path, 'a string, a number, true, false, null or an operator');
}

function readExists(pattern: Fields, path: string): boolean {
  const [[operator, operand] = ['', undefined], ...more] = Object.entries(pattern);
  if (more.length === 0 && UNSUPPORTED_OPERATORS.has(operator)) {
    throw unsupported(path, operator);
  }
  if (more.length > 0 || operator !== 'exists') {
    throw invalid(path, 'a value, or an object with one operator, such as { "exists": true }');
  }
  if (typeof operand !== 'boolean') throw invalid(`${path}.exists`, 'true or false');
  return operand;
}

function invalid(path: string, allowed: string): EventPatternInvalidError {
  return new EventPatternInvalidError(path, `must be ${allowed}.`);
}

function unsupported(path: string, operator: string): EventPatternInvalidError {
  return new EventPatternInvalidError(
    path,
    `uses ${operator}, which is valid in EventBridge but not supported here. ` +
      'Add it to packages/adapters-memory/src/eventbridge/event-pattern.ts.',
  );
}

function valueOf(object: Fields, field: string): unknown {
  return Object.hasOwn(object, field) ? object[field] : undefined;
}

function isValue(value: unknown): value is Scalar {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  );
}

/** Returns whether the value passes, or any value in an array of any depth. Objects never pass. */
function someValue(value: unknown, test: (value: Scalar) => boolean): boolean {
  if (Array.isArray(value)) return value.some((element: unknown) => someValue(element, test));
  return isValue(value) && test(value);
}

/**
 * Returns whether the object passes, or any object in an array of any depth. Without an object, an
 * empty one is tested.
 */
function someObject(value: unknown, test: ObjectTest, event: Fields): boolean {
  if (isFields(value)) return test(value, event);
  const objects = Array.isArray(value) ? value.flat(Infinity).filter(isFields) : [];
  return objects.length === 0 ? test(EMPTY, event) : objects.some((object) => test(object, event));
}

/** Returns whether the event has a value at the path, in any element of the arrays on the way. */
function hasValueAt(value: unknown, path: readonly string[], depth: number): boolean {
  if (Array.isArray(value)) {
    return value.some((element: unknown) => hasValueAt(element, path, depth));
  }
  const field = path[depth];
  if (field === undefined) return isValue(value);
  return isFields(value) && hasValueAt(valueOf(value, field), path, depth + 1);
}
