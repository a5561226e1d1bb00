import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  describeInBrowser,
  LOOKS,
  openConsole,
  startBrowser,
  type OpenedConsole,
} from '@snacks/console/testing';
import { anOrderRequest } from '@snacks/domain/testing';
import { PinoLogger } from '@snacks/handlers';

import { servedPlatform } from '../../test/served-platform.js';
import type { ServerOptions } from './server.js';

type Served = Awaited<ReturnType<typeof servedPlatform>>;

class PaymentsDownError extends Error {
  override readonly name = 'PaymentsDownError';
  readonly code = 'PAYMENTS_DOWN';
}

/** Logs for the console alone. */
const loggerOf: ServerOptions['loggerOf'] = (service, logs) => {
  const nowhere = { write: () => {} };
  return service === 'platform'
    ? new PinoLogger({ service, level: 'silent' })
    : new PinoLogger({
        service,
        level: 'info',
        destination: logs.destinationFor(service, nowhere),
      });
};

type Look = (typeof LOOKS)[number];

/** Describes the same stories for every screen and theme. */
function describeStoriesOf(stories: (look: Look) => void): void {
  for (const look of LOOKS) describeInBrowser(describe)(titleOf(look), () => stories(look));
}

const titleOf = ({ width, theme }: Look): string =>
  `a person at the console, with the keyboard alone, on ${width} pixels, ${theme},`;

describeStoriesOf((look) => {
  let browser: Awaited<ReturnType<typeof startBrowser>>;

  beforeAll(async () => {
    browser = await startBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  let served: Served;
  let opened: OpenedConsole;
  const payments = { down: false };

  beforeEach(async () => {
    payments.down = false;
    served = await servedPlatform({
      loggerOf,
      adjustQueue: (settings) => ({ ...settings, visibilityTimeoutSeconds: 0.05 }),
      wrapAdapters: (adapters) => ({
        ...adapters,
        payments: () =>
          new Proxy(adapters.payments(), {
            get: (target, key) => {
              const value: unknown = Reflect.get(target, key);
              if (typeof value !== 'function') return value;
              return async (...args: unknown[]): Promise<unknown> => {
                if (payments.down) throw new PaymentsDownError('The provider does not respond.');
                return Reflect.apply(value, target, args);
              };
            },
          }),
      }),
    });
    opened = await openConsole(browser, { url: served.url, ...look });
  });

  afterEach(async () => {
    try {
      await opened.close();
    } finally {
      await served.stop(5_000);
    }
  });

  const text = async (selector: string): Promise<string> =>
    (await opened.page.locator(selector).first().textContent()) ?? '';

  async function goTo(hash: string): Promise<void> {
    await opened.page.goto(`${served.url}/${hash}`);
    await opened.page.waitForSelector('h1');
  }

  it('loads the examples on an empty platform, and sees them move and end', async () => {
    const { page } = opened;
    await page.waitForSelector('text=No order has changed yet.');

    await opened.tabTo('Load the examples');
    await opened.press('Enter');

    await page.waitForSelector('.dot');
    await page.waitForSelector('.feed .status-processed');
    await page.waitForSelector('.feed .status-failed');
    await page.waitForSelector('.feed .status-pending_approval');
    expect(await text('.tile-name')).toBe('Placed');
  });

  it('places an example order and follows it to its end on one axis of time', async () => {
    const { page } = opened;
    await goTo('#/place?preset=john-doe');

    await opened.tabTo('Place the order');
    await opened.press('Enter');
    await page.waitForSelector('text=The order of John Doe is placed.');
    await opened.tabTo('Show the order');
    await opened.press('Enter');

    await page.waitForSelector('.inspector .status-processed');
    expect(await text('.inspector h2')).toBe('Order of John Doe');
    await page.locator('.axis-entry').nth(4).waitFor();
    expect(page.url()).toContain('order=');
    await opened.press('Escape');
    await page.waitForSelector('.inspector', { state: 'detached' });
  });

  it('finds the order that failed, and reads the reason in the first line', async () => {
    const { page } = opened;
    await served.request('/local/stock/Chips', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"available":0}',
    });
    await served.post('/orders', anOrderRequest());
    await served.post('/orders', { ...anOrderRequest(), priority: 'high' });
    await goTo('#/orders');

    await opened.tabTo(/^Failed/);
    await opened.press('Enter');
    await page.waitForSelector('.list tbody tr:nth-child(2)', { state: 'detached' });
    await page.focus('.list .row-link');
    await opened.press('Enter');

    await page.waitForSelector('.summary-failed');
    expect(await text('.summary-first')).toMatch(/OUT_OF_STOCK.*Chips/s);
    await opened.tabTo('Set the stock of Chips');
    await opened.press('Enter');
    await page.waitForSelector('h1:has-text("Stock")');
    expect(await page.locator('input').first().inputValue()).toBe('Chips');
  });

  it('sets a stock, with the reason that is kept', async () => {
    const { page } = opened;
    await goTo('#/stock');

    await opened.tabTo('Snack');
    await page.keyboard.type('Soda');
    await opened.tabTo('Available pieces');
    await page.keyboard.type('24');
    await opened.tabTo(/^Reason/);
    await page.keyboard.type('Delivery of this morning');
    await opened.press('Enter');

    await page.waitForSelector('text=Soda: 24 available.');
    await goTo('#/actions');
    await page.waitForSelector('text=Delivery of this morning');
    expect(await text('.list tbody')).toMatch(/set stock.*Soda/s);
  });

  it('approves an order with a note, which its timeline keeps', async () => {
    const { page } = opened;
    const placed = await served.post('/orders', { ...anOrderRequest(), priority: 'high' });
    await goTo('#/approvals');
    await page.waitForSelector('.cards time.urgent, .cards strong time');

    await opened.tabTo(/^Note/);
    await page.keyboard.type('Fine for this customer');
    await opened.tabTo(/^Approve/);
    await opened.press('Enter');

    await page.waitForSelector('text=No order waits for approval.');
    const path = `/orders/${String(placed.body.orderId)}/timeline`;
    expect(JSON.stringify((await served.request(path)).body)).toContain('Fine for this customer');
  });

  it('tries a dead letter without effect, redrives it, and sees what came of it', async () => {
    const { page } = opened;
    payments.down = true;
    await served.post('/orders', anOrderRequest());
    await served.readUntil('/local/queues/order-processing-dlq', ({ messages }) =>
      Array.isArray(messages) ? messages.length === 1 : false,
    );
    await goTo('#/dead-letters');
    await page.waitForSelector('.list .row-link');
    expect(await text('.list .reason')).toContain('PAYMENTS_DOWN');
    payments.down = false;

    await page.focus('.list .row-link');
    await opened.press('Enter');
    await page.waitForSelector('.inspector textarea');
    await opened.tabTo('Dry run');
    await opened.press('Enter');
    await page.waitForSelector('text=It would be handled now.');
    await opened.tabTo(/^Reason/);
    await page.keyboard.type('The provider is back');
    await opened.tabTo('Redrive');
    await opened.press('Enter');

    await page.waitForSelector('text=No dead letters.');
    await opened.tabTo('Show the order');
    await opened.press('Enter');
    await page.waitForSelector('.inspector .status-processed');
  });

  it('searches the log lines, and opens the order of one', async () => {
    const { page } = opened;
    await served.post('/orders', anOrderRequest());
    await goTo('#/logs');
    await page.waitForSelector('.log-line');

    await opened.tabTo('Search in the lines');
    await page.keyboard.type('order processed');
    await page.waitForURL(/q=order\+processed$/);
    await page.waitForSelector('.log-message:not(:text-is("order processed"))', {
      state: 'detached',
    });

    await page.focus('.log-line summary');
    await opened.press('Enter');
    await page.waitForSelector('.log-more a');
    expect(await text('.log-message')).toBe('order processed');
  });

  it('rehearses an outage of the payments while the invariants hold', async () => {
    const { page } = opened;
    await goTo('#/faults');
    await page.waitForSelector('.invariant-true');

    await page.selectOption('select >> nth=0', 'payments');
    await page.fill('label:has-text("Percent of calls") input', '100');
    await opened.tabTo('Add the fault');
    await opened.press('Enter');
    await page.waitForSelector('.list th:has-text("payments")');
    await served.post('/orders', anOrderRequest());
    await page.waitForSelector('.badge >> visible=true');

    expect(await page.locator('.invariant-false').allTextContents()).toEqual([]);
    await opened.tabTo('Remove all');
    await opened.press('Enter');
    await page.waitForSelector('text=No fault is in effect.');
  });

  it('reads every chart as a table', async () => {
    const { page } = opened;
    await served.post('/orders', anOrderRequest());
    await goTo('#/charts');
    await page.waitForSelector('.chart canvas');

    await opened.tabTo('As a table');
    await opened.press('Enter');

    expect(await page.locator('.chart details').count()).toBe(3);
    await page.waitForSelector('.chart:first-child tbody tr:has(td:nth-child(2):text-is("1"))');
  });

  it('narrows the live flow to one part, with a link that a colleague can open', async () => {
    const { page } = opened;
    await served.post('/orders', anOrderRequest());
    await page.waitForSelector('.feed .status-processed');

    await page.focus('a.node-queue:has-text("order-notifications")');
    await opened.press('Enter');

    await page.waitForSelector('.node-chosen');
    await page.waitForSelector('.feed li:nth-child(2)', { state: 'detached' });
    const { hash } = new URL(page.url());
    const colleague = await openConsole(browser, { url: served.url, hash, ...look });
    await colleague.page.waitForSelector('.live-side h2:has-text("order-notifications")');
    await colleague.page.waitForSelector('.feed li');
    expect(await colleague.page.locator('.feed li').count()).toBe(1);
    await colleague.close();
  });

  it('sees that the connection is lost, and that the platform was restarted', async () => {
    const { page } = opened;
    await page.waitForSelector('.connection-live');
    const port = Number(new URL(served.url).port);

    await served.stop(5_000);
    await page.waitForSelector('text=Connection lost.');
    served = await servedPlatform({ port });

    await page.waitForSelector('.connection-live');
    // What the browser reports of requests while there was no server is no error of the page.
    expect(opened.errors.every((error) => /net::|Failed to load/.test(error))).toBe(true);
    opened.errors.splice(0);
  });
});
