/** The maximum length of a value in a message; the properties of the error have all of it. */
const MAX_TEXT = 200;

/** A value that a case does not expect. Both values are properties, so that a test runner can compare them. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';

  constructor(
    message: string,
    readonly actual: unknown,
    readonly expected: unknown,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Fails unless two values of plain data are deeply equal. A field with `undefined` equals an absent one. */
export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  if (canonical(actual) === canonical(expected)) return;
  const difference = firstDifference(what, actual, expected);
  const message = `${difference.path}: expected ${text(difference.expected)}, got ${text(difference.actual)}`;
  throw new Mismatch(message, actual, expected);
}

/** The value; fails if it is `undefined`. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw new Mismatch(`${what}: expected a value, got undefined`, value, 'a value');
  }
  return value;
}

/** Fails unless a promise rejects with an error of this code. */
export async function assertRejected(promise: Promise<unknown>, code: string): Promise<void> {
  await promise.then(
    () => {
      throw new Mismatch(`expected an error with code ${code}, got none`, 'success', code);
    },
    (error: unknown) => {
      const actual = isError(error) && 'code' in error ? error.code : String(error);
      if (actual === code) return;
      const message = `expected an error with code ${code}, got ${String(actual)}`;
      throw new Mismatch(message, actual, code, { cause: error });
    },
  );
}

interface Difference {
  readonly path: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

/** Where two unequal values differ first. */
function firstDifference(path: string, actual: unknown, expected: unknown): Difference {
  if (isObject(actual) && isObject(expected) && Array.isArray(actual) === Array.isArray(expected)) {
    const actualFields = new Map<string, unknown>(Object.entries(actual));
    const expectedFields = new Map<string, unknown>(Object.entries(expected));
    for (const key of [...expectedFields.keys(), ...actualFields.keys()]) {
      const [actualField, expectedField] = [actualFields.get(key), expectedFields.get(key)];
      if (canonical(actualField) !== canonical(expectedField)) {
        const fieldPath = Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`;
        return firstDifference(fieldPath, actualField, expectedField);
      }
    }
  }
  return { path, actual, expected };
}

/** Whether a value is an error, also one of another realm: jest runs tests in a realm of their own. */
export function isError(value: unknown): value is Error {
  return isObject(value) && 'message' in value && typeof value.message === 'string';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  const json = canonical(value);
  return json.length <= MAX_TEXT ? json : `${json.slice(0, MAX_TEXT)}…`;
}

/** A value as JSON with sorted keys. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, field: unknown) =>
      isObject(field) && !Array.isArray(field)
        ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
        : field,
    ) ?? 'undefined'
  );
}
