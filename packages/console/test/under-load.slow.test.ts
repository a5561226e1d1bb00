import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { describeInBrowser, openConsole, startBrowser } from '../src/testing/index.js';
import { samplePlatform } from './sample-platform.js';

const describeStories = describeInBrowser(describe);

type Sample = Awaited<ReturnType<typeof samplePlatform>>;

/** More than the page keeps of anything. */
const EVENTS = 2_000;

/** A frame with more dots than this shows whether each dot costs a layout. */
const MANY_DOTS = 50;

const FRAMES = 60;

/** Each order is named after its number. */
function sendOrders(platform: Sample, from: number, to: number): void {
  for (let n = from; n < to; n += 1) {
    const time = new Date().toISOString();
    platform.send({
      'detail-type': 'Order Created',
      time,
      detail: {
        orderId: `order-${n}`,
        status: 'NEW',
        customerName: `Customer ${n}`,
        metadata: { eventId: `order-${n}:1:0`, occurredAt: time, correlationId: 'load' },
      },
    });
  }
}

/** Counts from now on how often the browser computes the layout of a page. */
async function countLayouts(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const read = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'LayoutCount')?.value ?? Number.NaN;
  };
  const before = await read();
  return async () => (await read()) - before;
}

/** Draws frames, and returns how many of them had many dots. */
async function drawFrames(page: Page, count: number): Promise<number> {
  return page.evaluate(
    async ({ frames, many }) =>
      new Promise<number>((resolve) => {
        let drawn = 0;
        let busy = 0;
        const draw = (): void => {
          drawn += 1;
          if (document.querySelectorAll('.dot').length > many) busy += 1;
          if (drawn < frames) requestAnimationFrame(draw);
          else resolve(busy);
        };
        requestAnimationFrame(draw);
      }),
    { frames: count, many: MANY_DOTS },
  );
}

describeStories('the live flow, while many orders arrive', () => {
  let browser: Browser;
  let platform: Sample;

  beforeAll(async () => {
    browser = await startBrowser();
    platform = await samplePlatform();
  });

  afterAll(async () => {
    await browser.close();
    await platform.stop();
  });

  it('shows a bounded number of dots and changes, the latest first', async () => {
    const { page, close } = await openConsole(browser, { url: platform.url });
    await page.waitForSelector('.connection-live');

    sendOrders(platform, 0, EVENTS);

    await page.waitForSelector(`.feed li:first-child:has-text("Customer ${EVENTS - 1}")`);
    expect(await page.locator('.feed li').count()).toBe(40);
    expect(await page.locator('.dot').count()).toBeLessThanOrEqual(150);
    await close();
  });

  it('computes the layout about once a frame, however many dots move', async () => {
    const { page, close } = await openConsole(browser, { url: platform.url });
    await page.waitForSelector('.connection-live');
    const layouts = await countLayouts(page);

    // A dot lives for some seconds, a frame may take one: the orders go on arriving.
    let sent = EVENTS;
    let drawn = 0;
    let busy = 0;
    while (busy < FRAMES) {
      sendOrders(platform, sent, sent + 200);
      sent += 200;
      busy += await drawFrames(page, 10);
      drawn += 10;
    }

    expect(await layouts()).toBeLessThan(3 * drawn);
    await close();
  });
});
