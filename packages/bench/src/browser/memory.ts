import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';

/** The memory of a page, in megabytes. */
export interface PageMemory {
  /** The objects of the page's program, garbage included. */
  readonly heap: number;
  /**
   * Everything that the processes of the browser's pages have for themselves. The browser without a page
   * counts, too: open one page at a time. `undefined` where the system does not say.
   */
  readonly processes: number | undefined;
}

/** Reads the memory of the only page of a browser. */
export async function memoryOf(browser: Browser, page: Page): Promise<PageMemory> {
  const session = await page.context().newCDPSession(page);
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return { heap: toMegabytes(usedSize), processes: await rendererMemory(browser) };
}

async function rendererMemory(browser: Browser): Promise<number | undefined> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = await Promise.all(
    processInfo.filter(({ type }) => type === 'renderer').map(async ({ id }) => privateBytes(id)),
  );
  return sizes.some(Number.isNaN)
    ? undefined
    : toMegabytes(sizes.reduce((sum, size) => sum + size, 0));
}

/** What a process shares with no other one, as Linux counts it; `NaN` elsewhere. */
async function privateBytes(processId: number): Promise<number> {
  try {
    const rollup = await readFile(`/proc/${processId}/smaps_rollup`, 'utf8');
    return [...rollup.matchAll(/^Private_\w+: +(\d+) kB$/gm)].reduce(
      (sum, [, kilobytes]) => sum + 1_024 * Number(kilobytes),
      0,
    );
  } catch {
    return Number.NaN;
  }
}

function toMegabytes(bytes: number): number {
  return Math.round(bytes / 1_048_576);
}
