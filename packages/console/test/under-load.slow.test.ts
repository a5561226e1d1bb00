import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { describeInBrowser, openConsole, startBrowser } from '../src/testing/index.js';
import { samplePlatform } from './sample-platform.js';

const describeStories = describeInBrowser(describe);

type Sample = Awaited<ReturnType<typeof samplePlatform>>;

/** More than the page keeps of anything. */
const EVENTS = 2_000;

function sendOrders(platform: Sample): void {
  for (let n = 0; n < EVENTS; n += 1) {
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

async function drawFrames(page: Page, count: number): Promise<void> {
  await page.evaluate(
    async (frames) =>
      new Promise<void>((resolve) => {
        let drawn = 0;
        const draw = (): void => {
          drawn += 1;
          if (drawn < frames) requestAnimationFrame(draw);
          else resolve();
        };
        requestAnimationFrame(draw);
      }),
    count,
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

    sendOrders(platform);

    await page.waitForSelector(`.feed li:first-child:has-text("Customer ${EVENTS - 1}")`);
    expect(await page.locator('.feed li').count()).toBe(40);
    expect(await page.locator('.dot').count()).toBeLessThanOrEqual(150);
    await close();
  });

  it('computes the layout about once a frame, however many dots move', async () => {
    const { page, close } = await openConsole(browser, { url: platform.url });
    await page.waitForSelector('.connection-live');
    sendOrders(platform);
    await page.waitForSelector('.dot');
    const layouts = await countLayouts(page);

    await drawFrames(page, 60);

    expect(await page.locator('.dot').count()).toBeGreaterThan(50);
    expect(await layouts()).toBeLessThan(3 * 60);
    await close();
  });
});
