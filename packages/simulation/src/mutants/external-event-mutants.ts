import { isFields } from '@snacks/domain';
import { ORDER_SUBMITTED } from '@snacks/domain/events';
import type { EventRecords } from '@snacks/domain/ports';
import type { LambdaHandler } from '@snacks/handlers';

import { swallowing } from './function-mutants.js';
import type { Mutant } from './mutant.js';

function withRecords(name: string, mutate: (records: EventRecords) => EventRecords['add']): Mutant {
  return {
    name,
    concerns: 'events',
    adapters: (adapters) => {
      const records = adapters.eventRecords();
      const add = mutate(records);
      return {
        ...adapters,
        eventRecords: () => ({ add, find: async (eventId) => records.find(eventId) }),
      };
    },
  };
}

/** Gives a redelivered submission another event id. */
function renumbering(handler: LambdaHandler): LambdaHandler {
  return async (event, context) => {
    if (!isFields(event) || !Array.isArray(event.Records)) return handler(event, context);
    return handler({ ...event, Records: event.Records.map(renumbered) }, context);
  };
}

function renumbered(message: unknown): unknown {
  if (!isFields(message) || !isFields(message.attributes)) return message;
  const body: unknown = JSON.parse(String(message.body));
  const receives = Number(message.attributes.ApproximateReceiveCount);
  if (!isFields(body) || body.type !== ORDER_SUBMITTED || receives === 1) return message;
  const eventId = `${receives}${String(body.eventId).slice(1)}`;
  return { ...message, body: JSON.stringify({ ...body, eventId }) };
}

/** Bugs in handling external events. */
export const EXTERNAL_EVENT_MUTANTS: readonly Mutant[] = [
  withRecords('an external event is announced and not recorded', () => async () => 'added'),
  withRecords('a repeated external event is recorded again', (records) => {
    const times = new Map<string, number>();
    return async (record) => {
      const time = (times.get(record.eventId) ?? 0) + 1;
      times.set(record.eventId, time);
      const eventId = time === 1 ? record.eventId : `${record.eventId}:${time}`;
      return records.add({ ...record, eventId });
    };
  }),
  {
    name: 'an external event counts as handled although its announcement failed',
    concerns: 'events',
    adapters: (adapters) => {
      const bus = adapters.publisher();
      return {
        ...adapters,
        publisher: () => ({
          publish: async (events) => {
            const isExternal = events.some(({ type }) => type === 'Event Recorded');
            return isExternal
              ? bus
                  .publish(events)
                  .catch(() => [])
                  .then(() => [])
              : bus.publish(events);
          },
        }),
      };
    },
  },
  {
    name: 'a repeated external event is announced as it was received, not as it was recorded',
    concerns: 'events',
    adapters: (adapters) => {
      const records = adapters.eventRecords();
      return {
        ...adapters,
        eventRecords: () => ({
          add: async (record) => records.add(record),
          find: async () => undefined,
        }),
      };
    },
  },
  {
    name: 'a redelivered submission places another order',
    concerns: 'events',
    handler: (name, handler) => (name === 'event-recorder' ? renumbering(handler) : handler),
  },
  {
    name: "a caller's key can lead to the order id of an external event",
    concerns: 'events',
    adapters: (adapters) => {
      const ids = adapters.ids();
      return {
        ...adapters,
        ids: () => ({
          randomId: () => ids.randomId(),
          digest: (text) => ids.digest(text.replace('["order of event",', '["order",null,')),
        }),
      };
    },
  },
  {
    name: 'an external event is accepted before the queue has it',
    concerns: 'events',
    adapters: (adapters) => {
      const queue = adapters.eventQueue();
      return {
        ...adapters,
        eventQueue: () => ({
          enqueue: async (event) => {
            void queue.enqueue(event).catch(() => {});
          },
        }),
      };
    },
  },
  {
    name: 'the ingestion ignores the key of an external event',
    concerns: 'events',
    handler: (name, handler) =>
      name !== 'event-ingestion'
        ? handler
        : async (event, context) => {
            if (!isFields(event) || !isFields(event.headers)) return handler(event, context);
            const { 'idempotency-key': _key, ...headers } = event.headers;
            return handler({ ...event, headers }, context);
          },
  },
  {
    ...swallowing('the recorder reports failed messages as handled', 'event-recorder'),
    concerns: 'events',
  },
];
