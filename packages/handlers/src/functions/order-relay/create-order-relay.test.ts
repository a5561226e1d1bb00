import { describe, expect, it } from '@jest/globals';
import type { PlatformEvent } from '@snacks/domain/events';
import type { EventPublisher } from '@snacks/domain/ports';
import { aPlacing } from '@snacks/domain/testing';

import { anInsert, fixture } from '../../../test/events.js';
import { functionsInMemory } from '../../../test/functions-in-memory.js';

type Placing = ReturnType<typeof aPlacing>;

/** A bus that refuses the events of one order, and records the events that it accepts. */
function aBusRefusing({ order }: Placing, { code, final } = { code: 'Throttled', final: false }) {
  const accepted: PlatformEvent[] = [];
  const publisher: EventPublisher = {
    publish: async (events) => {
      const refused = events.filter(
        ({ detail }) => 'orderId' in detail && detail.orderId === order.orderId,
      );
      accepted.push(...events.filter((event) => !refused.includes(event)));
      return refused.map(({ detail }) => ({ eventId: detail.metadata.eventId, code, final }));
    },
  };
  return { accepted, publisher };
}

describe('order-relay', () => {
  it('publishes the events of every change, and returns no failure', async () => {
    const { invoke, published } = functionsInMemory();
    const placings = [aPlacing(), aPlacing()];

    const response = await invoke('order-relay', {
      Records: placings.map((placing, n) => anInsert(placing, { sequenceNumber: String(n) })),
    });

    expect(response).toEqual({ batchItemFailures: [] });
    expect(published).toEqual(placings.flatMap(({ events }) => events));
  });

  it('accepts the batch that AWS sends: an insert, and a deletion without an event', async () => {
    const { invoke, published } = functionsInMemory();

    const response = await invoke('order-relay', fixture('dynamodb-stream'));

    expect(response).toEqual({ batchItemFailures: [] });
    expect(published).toEqual([
      expect.objectContaining({
        type: 'Order Created',
        detail: expect.objectContaining({ orderId: '00000000-0000-4000-8000-000000000001' }),
      }),
    ]);
  });

  it('returns the first record whose event the bus did not accept', async () => {
    const refused = aPlacing();
    const placings = [aPlacing(), refused, aPlacing()];
    const { publisher } = aBusRefusing(refused);
    const { invoke, streamDeadLetters } = functionsInMemory({ publisher });

    const response = await invoke('order-relay', {
      Records: placings.map((placing, n) => anInsert(placing, { sequenceNumber: `sequence-${n}` })),
    });

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'sequence-1' }] });
    expect(streamDeadLetters).toEqual([]);
  });

  it('sends an event that the bus refuses for good to the dead-letter queue, logs it, and continues', async () => {
    const refused = aPlacing();
    const others = [aPlacing(), aPlacing()];
    const { accepted, publisher } = aBusRefusing(refused, { code: 'MalformedDetail', final: true });
    const { invoke, streamDeadLetters, logRecords } = functionsInMemory({ publisher });

    const response = await invoke('order-relay', {
      Records: [refused, ...others].map((placing, n) =>
        anInsert(placing, { sequenceNumber: `sequence-${n}` }),
      ),
    });

    expect(response).toEqual({ batchItemFailures: [] });
    expect(accepted).toEqual(others.flatMap(({ events }) => events));
    const [event] = refused.events;
    expect(streamDeadLetters.map((body): unknown => JSON.parse(body))).toEqual([
      {
        source: 'serverless.snacks',
        'detail-type': 'Order Created',
        detail: event?.detail,
        refusal: { code: 'MalformedDetail' },
      },
    ]);
    expect(logRecords()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'event refused by the bus, sent to the dead-letter queue',
        orderId: refused.order.orderId,
        eventId: event?.detail.metadata.eventId,
        correlationId: event?.detail.metadata.correlationId,
        code: 'MalformedDetail',
      }),
    );
    expect(logRecords()).toContainEqual(
      expect.objectContaining({ message: 'events relayed', count: 2 }),
    );
  });

  it('throws if the bus cannot be reached, so that Lambda retries the whole batch', async () => {
    const publisher: EventPublisher = {
      publish: async () => Promise.reject(new Error('no route to the bus')),
    };
    const { invoke } = functionsInMemory({ publisher });

    await expect(invoke('order-relay', { Records: [anInsert(aPlacing())] })).rejects.toThrow(
      'no route to the bus',
    );
  });

  it('logs a record that cannot be read, and relays the records after it', async () => {
    const { invoke, published, logRecords } = functionsInMemory();
    const good = aPlacing();
    const unreadable = aPlacing();
    const bad = anInsert(unreadable, { attributes: { outbox: { S: 'not an outbox' } } });

    const response = await invoke('order-relay', { Records: [bad, anInsert(good)] });

    expect(response).toEqual({ batchItemFailures: [] });
    expect(published).toEqual(good.events);
    expect(logRecords()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'record cannot be relayed',
        orderId: unreadable.order.orderId,
      }),
    );
  });

  it.each([null, {}, { Records: [{ eventSource: 'aws:sqs' }] }])(
    'refuses the event %j',
    async (event) => {
      const { invoke } = functionsInMemory();

      await expect(invoke('order-relay', event)).rejects.toMatchObject({
        code: 'UNSUPPORTED_EVENT',
      });
    },
  );
});
