/** The functions of a test runner that a contract suite needs, such as those of jest, vitest, mocha or `node:test`. */
export interface TestFunctions {
  readonly describe: (title: string, define: () => void) => unknown;
  readonly it: (title: string, run: () => Promise<void>) => unknown;
}

/** Fails unless two values of plain data are deeply equal. */
export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  const [actualJson, expectedJson] = [canonical(actual), canonical(expected)];
  if (actualJson !== expectedJson) {
    throw new Error(`${what}: expected ${expectedJson}, got ${actualJson}`);
  }
}

/** Fails unless a condition is true. */
export function assertTrue(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

/** The value; fails if it is `undefined`. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what}: expected a value, got undefined`);
  return value;
}

/** Fails unless a promise rejects with an error of this code. */
export async function assertRejected(promise: Promise<unknown>, code: string): Promise<void> {
  const outcome = await promise.then(
    () => 'success',
    (error: unknown) =>
      error instanceof Error && 'code' in error ? String(error.code) : String(error),
  );
  assertEqual(outcome, code, 'outcome');
}

/** A value as JSON with sorted keys. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, field: unknown) =>
      typeof field === 'object' && field !== null && !Array.isArray(field)
        ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
        : field,
    ) ?? 'undefined'
  );
}
