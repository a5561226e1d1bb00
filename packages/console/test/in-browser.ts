import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser } from 'playwright-core';

import { chromium, startBrowser } from '../src/testing/index.js';

const installed = chromium();

/**
 * Describes stories that need a browser. Without one they are skipped, and the title says why; in CI
 * they fail.
 */
export function describeInBrowser(title: string, stories: (browser: () => Browser) => void): void {
  if (installed.path === undefined) {
    const { reason, optional } = installed;
    if (optional) describe.skip(`${title} (${reason})`, () => it.todo('needs a browser'));
    else {
      it(title, () => {
        throw new Error(reason);
      });
    }
    return;
  }
  const { path } = installed;
  describe(title, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await startBrowser(path);
    });
    afterAll(async () => {
      await browser?.close();
    });
    stories(() => {
      if (browser === undefined) throw new Error('The browser is not started.');
      return browser;
    });
  });
}
