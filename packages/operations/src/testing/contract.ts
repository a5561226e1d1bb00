import { isFields } from '@snacks/domain';

/** The functions of a test runner that a contract suite needs, such as those of jest. */
export interface TestFunctions {
  readonly describe: (title: string, define: () => void) => unknown;
  readonly it: (title: string, run: () => Promise<void>) => unknown;
}

/** @throws if the two values differ as JSON, whatever the order of their fields. */
export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  const [is, should] = [canonical(actual), canonical(expected)];
  if (is !== should) throw new Error(`${what}: expected ${should}, got ${is}`);
}

/** @throws unless the promise rejects with an error of this name. */
export async function assertRejected(promise: Promise<unknown>, name: string): Promise<void> {
  const outcome = await promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
  assertEqual(outcome, name, 'error');
}

function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isFields(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
