import type { Page } from 'playwright-core';

/** What a person saw of a page for some seconds. Times are in milliseconds. */
export interface Frames {
  readonly perSecond: number;
  /** The share of the screen's frames in which the page could not draw, in percent. */
  readonly droppedPercent: number;
  readonly longest: number;
}

/** Milliseconds between two frames of the screen: Chromium without a screen draws 60 a second. */
const INTERVAL = 1_000 / 60;

/** Watches every frame of a page for some seconds. */
export async function watchFrames(page: Page, seconds: number): Promise<Frames> {
  const times = await page.evaluate(
    async (milliseconds) =>
      new Promise<number[]>((resolve) => {
        const drawn: number[] = [];
        const draw = (time: number): void => {
          drawn.push(time);
          if (time - (drawn[0] ?? time) < milliseconds) requestAnimationFrame(draw);
          else resolve(drawn);
        };
        requestAnimationFrame(draw);
      }),
    seconds * 1_000,
  );
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  const missed = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / INTERVAL) - 1), 0);
  return {
    perSecond: (1_000 * gaps.length) / total,
    droppedPercent: (100 * missed) / (missed + gaps.length),
    longest: Math.max(...gaps),
  };
}

/** Milliseconds from the request of the page until it shows something. */
export interface Opening {
  readonly firstPaint: number;
  /** Until it shows data of the platform, and follows it. */
  readonly liveData: number;
}

/** Waits until a page that was just opened shows the platform's data. */
export async function timeOpening(page: Page): Promise<Opening> {
  const shown = await page.waitForFunction(
    () => {
      const value = document.querySelector('.tile-value')?.textContent ?? '–';
      const isLive = document.querySelector('.connection-live') !== null;
      return isLive && value !== '–' ? performance.now() : undefined;
    },
    undefined,
    { polling: 'raf' },
  );
  const firstPaint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  return { firstPaint, liveData: (await shown.jsonValue()) ?? Number.NaN };
}
