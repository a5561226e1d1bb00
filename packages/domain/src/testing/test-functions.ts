/**
 * The functions of a test runner that a contract suite needs: those of jest, vitest, mocha or
 * `node:test` fit as they are.
 */
export interface TestFunctions {
  readonly describe: (title: string, define: () => void) => unknown;
  readonly it: (title: string, run: () => Promise<void>) => unknown;
}

/** Fails unless two values of plain data are equal in all their fields. */
export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  const [is, shouldBe] = [canonical(actual), canonical(expected)];
  if (is !== shouldBe) throw new Error(`${what}: expected ${shouldBe}, got ${is}`);
}

/** Fails unless a condition holds. */
export function assertTrue(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

/** The value; fails where there is none. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what}: there is none`);
  return value;
}

/** Fails unless a promise is rejected with an error of this code. */
export async function assertRejected(promise: Promise<unknown>, code: string): Promise<void> {
  const outcome = await promise.then(
    () => 'success',
    (error: unknown) =>
      error instanceof Error && 'code' in error ? String(error.code) : String(error),
  );
  assertEqual(outcome, code, 'outcome');
}

/** JSON with sorted keys, so that equal data gives equal text. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, field: unknown) =>
      typeof field === 'object' && field !== null && !Array.isArray(field)
        ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
        : field,
    ) ?? 'undefined'
  );
}
