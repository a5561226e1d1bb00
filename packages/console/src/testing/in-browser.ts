import { chromium } from './chromium.js';

type Title = (title: string, tests: () => void) => void;

/** The function of a test runner that describes tests. */
export interface Describe extends Title {
  readonly skip: Title;
}

/**
 * Returns how to describe tests that need a browser. On a machine without one they are skipped, and
 * the title says why.
 *
 * @throws {Error} in CI, where they must run.
 */
export function describeInBrowser(describe: Describe): Title {
  const installed = chromium();
  if (installed.path !== undefined) return describe;
  const { reason, optional } = installed;
  if (!optional) throw new Error(reason);
  const { skip } = describe;
  return (title, tests) => skip(`${title} (${reason})`, tests);
}
