import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { VIEWS } from '../src/page/state/hash.js';
import { accessibilityViolations, openConsole } from '../src/testing/index.js';
import { describeInBrowser } from './in-browser.js';
import { samplePlatform } from './sample-platform.js';
import { idOf, ORDERS } from './sample-orders.js';

const INSPECTORS = [
  `#/orders?order=${idOf(5)}`,
  '#/dead-letters?message=11111111-1111-4111-8111-111111111111',
  '#/live?node=queue:order-processing',
  '#/place?preset=dana-fox-high-priority',
];
const HASHES = [...VIEWS.map((view) => `#/${view}`), ...INSPECTORS];
const LOOKS = [
  { width: 1_400, theme: 'light' },
  { width: 1_400, theme: 'dark' },
  { width: 390, theme: 'light' },
  { width: 390, theme: 'dark' },
] as const;

type Sample = Awaited<ReturnType<typeof samplePlatform>>;

describeInBrowser('every view, with much to show and with nothing', (browser) => {
  const platforms = new Map<'full' | 'empty', Sample>();

  beforeAll(async () => {
    platforms.set('full', await samplePlatform('full'));
    platforms.set('empty', await samplePlatform('empty'));
  });

  afterAll(async () => {
    for (const platform of platforms.values()) await platform.stop();
  });

  const cases = LOOKS.flatMap((look) =>
    (['full', 'empty'] as const).map((data) => ({ ...look, data })),
  );

  it.each(cases)(
    'is accessible, fits the screen, and reports no error: $data, $width pixels, $theme',
    async ({ data, width, theme }) => {
      const platform = platforms.get(data);
      if (platform === undefined) throw new Error(`No sample platform is ${data}.`);
      const console_ = await openConsole(browser(), { url: platform.url, width, theme });
      const { page } = console_;
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
      expect(console_.errors).toEqual([]);
      expect(console_.foreignRequests).toEqual([]);
      await console_.close();
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
