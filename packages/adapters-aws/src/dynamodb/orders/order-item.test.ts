import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { claim, complete, place, readOrderRequest, type Change } from '@snacks/domain';
import { aChangeContext, aPlacing } from '@snacks/domain/testing';
import { assert, property, string } from 'fast-check';
import { itemBytes } from '../item-size.js';
import { STATUS_SHARDS } from '../../tables.js';
import { fromSortKey, shardOf, toSortKey, toTableItem } from './order-item.js';

describe('an order’s shard', () => {
  it('is always the same for an id', () => {
    const orderId = '0b7a3a52-6a3f-4a57-9d3f-2d1c0e0f00ff';

    expect([shardOf(orderId, 8), shardOf(orderId, 8)]).toEqual([7, 7]);
  });

  it('spreads random ids evenly', () => {
    const counts = Array.from({ length: STATUS_SHARDS }, () => 0);

    for (let n = 0; n < 8_000; n += 1) {
      const shard = shardOf(randomUUID(), STATUS_SHARDS);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }

    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1_200);
  });

  it('is one of the shards even for a text that is not an id', () => {
    assert(
      property(string(), (text) => {
        expect(shardOf(text, STATUS_SHARDS)).toBeGreaterThanOrEqual(0);
        expect(shardOf(text, STATUS_SHARDS)).toBeLessThan(STATUS_SHARDS);
      }),
      { examples: [['-1'], ['-0x1'], ['']] },
    );
  });
});

describe('a sort key of the indexes', () => {
  it('converts to a position in a listing and back', () => {
    const { createdAt, orderId } = aPlacing().order;

    expect(fromSortKey(toSortKey({ createdAt, orderId }))).toEqual({ createdAt, orderId });
  });
});

describe('an ordinary order', () => {
  const DIGEST = createHash('sha256').update('request').digest('hex');
  const correlationId = randomUUID();
  const orderId = randomUUID();
  const processing = {
    actor: 'order-processor',
    actorKind: 'system',
    correlationId,
    causationId: `${orderId}:1:0`,
  } as const;
  const placed = place(
    readOrderRequest({
      customerName: 'Alexandra Montgomery',
      snackItems: [
        { name: 'Salted Caramel Popcorn', quantity: 12, price: 13.99 },
        { name: 'Sparkling Lemonade', quantity: 10, price: 12.49 },
      ],
      totalAmount: 292.78,
    }),
    { orderId, customerId: randomUUID() },
    aChangeContext({
      actor: randomUUID(),
      actorKind: 'customer',
      correlationId,
      causationId: randomUUID(),
    }),
  );
  if (placed.order.status !== 'NEW') throw new Error('The order is not NEW.');
  const claimed = claim(placed.order, aChangeContext(processing));
  const completed = complete(claimed.order, aChangeContext(processing), {
    stock: 'sold',
    payment: 'captured',
  });
  const bytesOf = (change: Change) =>
    itemBytes(
      toTableItem(
        { ...change, requestHash: DIGEST },
        { writeId: 'x'.repeat(16), retentionDays: 90, statusShards: 200 },
      ),
    );

  it.each<Change>([placed, claimed, completed])(
    'of two snacks costs one write unit, of 1 KB, as $order.status',
    (change) => {
      expect(bytesOf(change)).toBeLessThanOrEqual(1_024);
    },
  );
});
