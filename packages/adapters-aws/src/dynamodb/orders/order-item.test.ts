import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { aPlacing } from '@snacks/domain/testing';
import { assert, property, string } from 'fast-check';
import { fromSortKey, shardOf, STATUS_SHARDS, toSortKey } from './order-item.js';

describe('an order’s shard', () => {
  it('is always the same for an id', () => {
    const orderId = '0b7a3a52-6a3f-4a57-9d3f-2d1c0e0f00ff';

    expect([shardOf(orderId), shardOf(orderId)]).toEqual([7, 7]);
  });

  it('spreads random ids evenly', () => {
    const counts = Array.from({ length: STATUS_SHARDS }, () => 0);

    for (let n = 0; n < 8_000; n += 1) {
      const shard = shardOf(randomUUID());
      counts[shard] = (counts[shard] ?? 0) + 1;
    }

    expect(Math.min(...counts)).toBeGreaterThan(800);
    expect(Math.max(...counts)).toBeLessThan(1_200);
  });

  it('is one of the shards even for a text that is not an id', () => {
    assert(
      property(string(), (text) => {
        expect(shardOf(text)).toBeGreaterThanOrEqual(0);
        expect(shardOf(text)).toBeLessThan(STATUS_SHARDS);
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
