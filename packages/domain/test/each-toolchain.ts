import { it } from '@jest/globals';
import type { Toolchain } from './toolchains.js';

/**
 * A test for each version; one of a version that is not installed is reported as skipped, with the reason.
 *
 * @param milliseconds the time limit of a test.
 */
export function itWithEach<T extends Toolchain>(
  toolchains: readonly T[],
  title: (name: string) => string,
  test: (path: string, toolchain: T) => Promise<void>,
  milliseconds = 60_000,
): void {
  for (const toolchain of toolchains) {
    const { name, path } = toolchain;
    const declare = path === undefined ? it.skip : it;
    declare(title(name), async () => test(path ?? '', toolchain), milliseconds);
  }
}
