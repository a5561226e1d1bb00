import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';

import { VIEWS } from '../src/page/state/hash.js';
import {
  accessibilityViolations,
  describeInBrowser,
  LOOKS,
  openConsole,
  startBrowser,
} from '../src/testing/index.js';
import { samplePlatform } from './sample-platform.js';
import { idOf, ORDERS } from './sample-orders.js';

const INSPECTORS = [
  `#/orders?order=${idOf(5)}`,
  '#/dead-letters?message=11111111-1111-4111-8111-111111111111',
  '#/live?node=queue:order-processing',
  '#/place?preset=dana-fox-high-priority',
];
const HASHES = [...VIEWS.map((view) => `#/${view}`), ...INSPECTORS];
const DATA = ['full', 'empty'] as const;

const describeStories = describeInBrowser(describe);

type Sample = Awaited<ReturnType<typeof samplePlatform>>;

describeStories('every view, with much to show and with nothing', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  const platforms = new Map<'full' | 'empty', Sample>();

  beforeAll(async () => {
    platforms.set('full', await samplePlatform('full'));
    platforms.set('empty', await samplePlatform('empty'));
  });

  afterAll(async () => {
    for (const platform of platforms.values()) await platform.stop();
  });

  const cases = LOOKS.flatMap((look) =>
    DATA.map((data) => ({ width: look.width, theme: look.theme, data })),
  );

  it.each(cases)(
    'is accessible, fits the screen, and reports no error: $data, $width pixels, $theme',
    async ({ data, width, theme }) => {
      const platform = platforms.get(data);
      if (platform === undefined) throw new Error(`No sample platform is ${data}.`);
      const opened = await openConsole(browser, { url: platform.url, width, theme });
      const { page } = opened;
      await page.waitForSelector('.connection-live');
      if (data === 'full') for (const detail of ORDERS) platform.send(eventOf(detail));

      const found: Record<string, unknown> = {};
      for (const hash of HASHES) {
        await page.goto(`${platform.url}/${hash}`);
        await page.waitForSelector('h1');
        await page.waitForFunction(() => document.querySelector('.loading') === null);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        const violations = await accessibilityViolations(page);
        if (violations.length > 0 || overflow > 0) found[hash] = { violations, overflow };
      }

      expect(found).toEqual({});
      await opened.close();
    },
  );
});

function eventOf(order: (typeof ORDERS)[number]) {
  return {
    'detail-type': 'Order Created',
    time: order.updatedAt,
    detail: {
      ...order,
      metadata: {
        eventId: `${order.orderId}:1:0`,
        occurredAt: order.updatedAt,
        correlationId: 'sample',
      },
    },
  };
}
