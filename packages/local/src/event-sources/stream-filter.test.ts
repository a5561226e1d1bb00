import { describe, expect, it } from '@jest/globals';
import { compilePattern } from '@snacks/adapters-memory';
import { isFields, ORDER_STATUSES } from '@snacks/domain';
import { topology } from '@snacks/handlers';

import { manualPlatform, place } from '../../test/manual-platform.js';
import type { PlatformOptions } from '../platform/platform-options.js';

type Handlers = Parameters<NonNullable<PlatformOptions['wrapHandlers']>>[0];

/** A platform, and the states of the orders in the records that its relay got. */
function aPlatformWithRelayedStates() {
  const relayed: unknown[] = [];
  const record = (event: unknown) => {
    const records = isFields(event) && Array.isArray(event.Records) ? event.Records : [];
    relayed.push(...records.map(stateIn));
  };
  const wrapHandlers = (handlers: Handlers): Handlers => ({
    ...handlers,
    'order-relay': async (event, context) => {
      record(event);
      return handlers['order-relay'](event, context);
    },
  });
  return { ...manualPlatform({ wrapHandlers }), relayed };
}

function stateIn(record: unknown): unknown {
  return at(record, 'dynamodb', 'NewImage', 'status', 'S');
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((nested, name) => (isFields(nested) ? nested[name] : undefined), value);
}

describe('the filter of the stream', () => {
  it('keeps the claim of an order from the relay, and nothing else', async () => {
    const { platform, pass, relayed } = aPlatformWithRelayedStates();

    await place(platform);
    await pass(1_000);

    expect(relayed).toEqual(['NEW', 'PROCESSED']);
  });

  it('loses no event if the bus refuses one behind a record that was skipped', async () => {
    let refusals = 1;
    const { platform, pass } = manualPlatform({
      wrapPublisher: (bus) => ({
        publish: async (events) => {
          const refused = events.filter(({ type }) => type === 'Order Processed');
          if (refused.length === 0 || refusals === 0) return bus.publish(events);
          refusals -= 1;
          return refused.map(({ detail }) => ({
            eventId: detail.metadata.eventId,
            code: 'Throttled',
            final: false,
          }));
        },
      }),
    });

    await place(platform);
    await pass(10_000);

    const published = platform.recentEvents.items.map((envelope) => envelope['detail-type']);
    expect(published).toEqual(['Order Created', 'Order Processed']);
    expect(platform.idle).toBe(true);
  });

  it.each(ORDER_STATUSES)('matches a new image in %s as Lambda does', (status) => {
    const matches = compilePattern(topology.streamConsumer.filter);
    const images = { NewImage: { status: { S: status } }, OldImage: { status: { S: 'NEW' } } };

    expect(matches({ eventName: 'MODIFY', dynamodb: images })).toBe(status !== 'PROCESSING');
  });

  it('matches no removal, which has an old image only', () => {
    const matches = compilePattern(topology.streamConsumer.filter);
    const images = { OldImage: { status: { S: 'PROCESSED' } } };

    expect(matches({ eventName: 'REMOVE', dynamodb: images })).toBe(false);
  });
});
