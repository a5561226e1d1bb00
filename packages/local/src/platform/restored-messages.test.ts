import { describe, expect, it } from '@jest/globals';
import type { StoredMessage } from '@snacks/adapters-memory';
import { claim } from '@snacks/domain';
import { toDeadLetterMessage, toMessageBody } from '@snacks/domain/ports';
import { aChangeContext, anEnvelopeOf, aPlacing, BUILT_AT } from '@snacks/domain/testing';
import type { QueueName } from '@snacks/handlers';

import { FakeMessageStore } from '../../test/fake-message-store.js';
import { eventsOf, manualPlatform } from '../../test/manual-platform.js';
import { inMemoryStore } from '../store/order-store.js';
import { ManualClock } from '@snacks/adapters-memory';
import { resumeOrders } from './resume-orders.js';

const placedAt = BUILT_AT - 60_000;

type Placing = ReturnType<typeof aPlacing>;

interface Left {
  /** @default medium, which needs no approval */
  readonly priority?: 'high' | 'medium';
  readonly claimed?: boolean;
  /** The queue of the message about the order. */
  readonly queue: QueueName;
  readonly attributes?: StoredMessage['attributes'];
  readonly bodyOf?: (placing: Placing) => string;
}

/** The body of the message that the bus sends for the order's only event. */
function envelopeOf({ events: [event] }: Placing): string {
  if (event === undefined) throw new Error('The order has no event.');
  return JSON.stringify(anEnvelopeOf(event));
}

/** The body of the dead letter that the relay sends if the bus refuses the event. */
function refusalOf({ events: [event] }: Placing): string {
  if (event === undefined) throw new Error('The order has no event.');
  return toMessageBody(toDeadLetterMessage({ event, code: 'ENTRY_TOO_LARGE' }));
}

/** Starts a platform where an earlier process left an order and a message about it, and resumes the orders. */
async function restarted(left: Left) {
  const { priority = 'medium', queue, attributes = {}, bodyOf = envelopeOf } = left;
  const store = inMemoryStore(new ManualClock(BUILT_AT));
  const placing = aPlacing({ placedAt, priority });
  const { order } = placing;
  await store.orders.add(placing, 'hash');
  if (left.claimed === true && order.status === 'NEW') {
    await store.orders.save(claim(order, aChangeContext({ now: placedAt })));
  }
  store.changes.checkpoint(store.changes.read(100).at(-1)?.sequenceNumber ?? '');
  const message: StoredMessage = {
    queue,
    messageId: 'restored',
    body: bodyOf(placing),
    attributes,
    sentAt: placedAt,
    receiveCount: 0,
    receivedElsewhere: 0,
  };
  const messages = new FakeMessageStore([message]);
  const { platform, clock, waitUntilIdle } = manualPlatform({ store: { ...store, messages } });
  const resumed = await resumeOrders(platform, clock, {
    unfinished: [],
    restored: messages.restored,
  });
  await waitUntilIdle();
  const status = async () => (await store.orders.find(order.orderId))?.status;
  return { platform, waitUntilIdle, messages, orderId: order.orderId, resumed, status };
}

describe('an order with a message that an earlier process left', () => {
  it.each([{ claimed: false }, { claimed: true }])(
    'stays as it is while the message is a dead letter, until a redrive (%j)',
    async ({ claimed }) => {
      const { platform, waitUntilIdle, messages, resumed, status } = await restarted({
        claimed,
        queue: 'order-processing-dlq',
      });
      const dead = platform.queue('order-processing-dlq');

      expect(resumed).toBe(0);
      expect(await status()).toBe(claimed ? 'PROCESSING' : 'NEW');
      expect(dead.messages()).toMatchObject([{ messageId: 'restored' }]);

      dead.redriveTo(platform.queue('order-processing'));
      await waitUntilIdle();

      expect(await status()).toBe('PROCESSED');
      expect([...messages.records]).toEqual([]);
    },
  );

  it('is processed by the message in its queue, and not resumed as well', async () => {
    const { platform, orderId, resumed, status } = await restarted({ queue: 'order-processing' });

    expect(resumed).toBe(0);
    expect(await status()).toBe('PROCESSED');
    expect(eventsOf(platform, orderId)).toEqual(['Order Processed 3:0']); // created before the restart
  });

  it('is resumed if the message is for a consumer that does not take it further', async () => {
    const { platform, resumed, status } = await restarted({ queue: 'order-notifications-dlq' });

    expect(resumed).toBe(1);
    expect(await status()).toBe('PROCESSED');
    expect(platform.queue('order-notifications-dlq').depth.visible).toBe(1);
  });

  it.each([
    ['order-processing', 0, 'NEW'],
    ['order-notifications', 1, 'PROCESSED'],
  ])(
    'waits for the redrive of an event that the bus could not deliver to %s',
    async (target, resumed, status) => {
      const attributes = { TARGET_ARN: target };

      const restart = await restarted({ queue: 'order-rules-dlq', attributes });

      expect(restart.resumed).toBe(resumed);
      expect(await restart.status()).toBe(status);
    },
  );

  it('waits for an operator if the bus had refused its event', async () => {
    const { resumed, status } = await restarted({ queue: 'order-stream-dlq', bodyOf: refusalOf });

    expect(resumed).toBe(0);
    expect(await status()).toBe('NEW');
  });
});

describe('an order that waits for approval, after a restart', () => {
  it.each<[QueueName, number, number]>([
    ['order-approval', 0, 1],
    ['order-approval-dlq', 0, 0],
    ['order-notifications-dlq', 1, 1],
    ['order-processing-dlq', 1, 1],
  ])(
    'with a message in %s is resumed %j times and has %j workflows',
    async (queue, times, workflows) => {
      const { platform, resumed, status } = await restarted({ priority: 'high', queue });

      expect(resumed).toBe(times);
      expect(platform.approvals.executions).toHaveLength(workflows);
      expect(await status()).toBe('PENDING_APPROVAL');
    },
  );
});

describe('a message that names no order', () => {
  it('stays in its queue', async () => {
    const { platform, resumed } = await restarted({
      queue: 'event-ingestion-dlq',
      bodyOf: () => 'no JSON',
    });

    expect(resumed).toBe(1);
    expect(platform.queue('event-ingestion-dlq').messages()).toMatchObject([{ body: 'no JSON' }]);
  });
});
