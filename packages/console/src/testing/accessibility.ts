import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Returns what axe finds wrong with a page, each with the element; empty for an accessible page. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  // By the debugger, not by a script element, which the page's policy would refuse.
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => id + ': ' + help + ' ' + html)))`,
  );
  return Array.isArray(found) ? found.map(String) : [];
}
