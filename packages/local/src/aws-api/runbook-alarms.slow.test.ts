import { describe, expect, it } from '@jest/globals';
import { aPlacing, anOrderRequest } from '@snacks/domain/testing';
import { FUNCTION_NAMES } from '@snacks/handlers';

import { breakablePlatforms, CAUSE } from '../../test/breakable-platform.js';
import {
  ALARMS,
  commandsOf,
  DEFINITIONS,
  howToLook,
  localCommandsOf,
  sectionOf,
} from '../../test/runbook.js';

type Platform = Awaited<ReturnType<ReturnType<typeof breakablePlatforms>>>;

const aPlatform = breakablePlatforms();

/** Causes each alarm. Returns the values of the placeholders, and patterns of the expected output. */
const CAUSES: Readonly<
  Record<string, (platform: Platform) => Promise<readonly [words: object, ...RegExp[]]>>
> = {
  'stream-behind': async (platform) => {
    platform.broken.add('publisher');
    await platform.post('/orders', anOrderRequest());
    return [{}, CAUSE, /"eventId"/];
  },
  'function-failing': async (platform) => {
    platform.breakEverything();
    await platform.request('/orders', { headers: { 'x-correlation-id': 'correlation-1' } });
    return [{ FUNCTION: 'order-lister', CORRELATION_ID: 'correlation-1' }, CAUSE];
  },
  'function-slow': async (platform) => {
    const { body } = await platform.post('/orders', anOrderRequest());
    await platform.request(`/orders/${String(body.orderId)}`);
    const ofOrder = new RegExp(`"orderId":"${String(body.orderId)}".*"durationMs":\\d`);
    return [{ FUNCTION: 'order-reader' }, ofOrder];
  },
  'orders-stuck': async (platform) => {
    platform.broken.add('orders.save');
    const { body } = await platform.post('/orders', anOrderRequest());
    platform.time.ahead = 20 * 60_000;
    platform.invoke('order-sweeper', {});
    const orderId = String(body.orderId);
    return [
      { ORDER_ID: orderId },
      CAUSE,
      new RegExp(`"orderId":"${orderId}".*"stuck order found"`),
    ];
  },
  'approval-failures': async (platform) => {
    platform.breakEverything();
    const { orderId } = aPlacing().order;
    const task = { orderId, correlationId: 'c', taskToken: 't', secondsLeft: 60, reminder: false };
    platform.invoke('approval-requester', task);
    return [{ ORDER_ID: orderId }, CAUSE];
  },
  'schedule-silent': async (platform) => {
    platform.breakEverything();
    platform.invoke('order-sweeper', {});
    return [{}, CAUSE];
  },
  'store-errors': async (platform) => {
    platform.breakEverything();
    await platform.post('/orders', anOrderRequest());
    return [{}, CAUSE];
  },
  'stock-full': async (platform) => {
    platform.broken.add('inventory.prepare');
    await platform.post('/orders', anOrderRequest());
    return [{}, CAUSE];
  },
  'api-errors': async (platform) => {
    platform.breakEverything();
    await platform.post('/orders', anOrderRequest());
    return [{ FUNCTION: 'order-creator' }, CAUSE, /"statusCode":500/];
  },
  'api-slow': async (platform) => {
    await platform.post('/orders', anOrderRequest());
    return [{ FUNCTION: 'order-creator' }, /"coldStart":(true|false).*"durationMs":\d/];
  },
};

/** These alarms need an account. */
const OF_AN_ACCOUNT = ['function-throttled', 'rollout'];

/** These alarms have a test for each queue. */
const OF_QUEUES = ['dead-letters', 'old-messages'];

describe('the runbook on alarms', () => {
  it('has commands for each alarm, and a test that runs them', () => {
    expect([...Object.keys(CAUSES), ...OF_AN_ACCOUNT, ...OF_QUEUES].sort()).toEqual(
      [...ALARMS].sort(),
    );
    for (const alarm of ALARMS) {
      const commands = commandsOf(howToLook(sectionOf(alarm)));
      expect(commands.length).toBeGreaterThan(0);
      expect(commands.every(({ needsAccount }) => needsAccount)).toBe(
        OF_AN_ACCOUNT.includes(alarm),
      );
    }
  });

  it.each(Object.entries(CAUSES))('shows the cause of %s', async (alarm, cause) => {
    const platform = await aPlatform();

    const [words, ...expected] = await cause(platform);

    const fill = Object.fromEntries(Object.entries(words).map(([k, v]) => [k, String(v)]));
    expect(
      await platform.missing(localCommandsOf(howToLook(sectionOf(alarm))), fill, ...expected),
    ).toEqual([]);
  });

  it('follows an id through the log of every function', () => {
    const names = /for name in ([^;]+);/.exec(DEFINITIONS)?.[1] ?? '';

    expect(names.split(/[\s\\]+/)).toEqual(expect.arrayContaining([...FUNCTION_NAMES]));
  });
});
