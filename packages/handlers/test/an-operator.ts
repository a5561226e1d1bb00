import type { Order } from '@snacks/domain';
import { aPlacing } from '@snacks/domain/testing';

import { anApiEvent, anEnvelope, type ApiRequestTraits } from './events.js';
import { functionsInMemory } from './functions-in-memory.js';

/** The dead-letter queue of the tests. */
export const QUEUE = 'order-processing-dlq';
/** The reason of every change of the tests. */
export const REASON = 'the provider is back';

type Traits = Omit<ApiRequestTraits, 'method' | 'path'>;

/** All functions, and requests of an operator. */
export function anOperator(adapters: Parameters<typeof functionsInMemory>[0] = {}) {
  const functions = functionsInMemory(adapters);
  const { call, deadLetterQueues } = functions;
  const get = async (path: string, traits: Traits = {}) =>
    call('operations-reader', anApiEvent({ method: 'GET', path, ...traits }));
  return {
    ...functions,
    get,
    dryRun: async (messageId: string, body: unknown) =>
      call(
        'operations-reader',
        anApiEvent({
          path: '/operations/dead-letters/{queue}/{messageId}/dry-run',
          pathParameters: { queue: QUEUE, messageId },
          body,
        }),
      ),
    redrive: async (queue: string, body: unknown) =>
      call(
        'operations-actor',
        anApiEvent({
          path: '/operations/dead-letters/{queue}/redrive',
          pathParameters: { queue },
          body,
        }),
      ),
    change: async (method: 'PUT' | 'DELETE', messageId: string, body: unknown) =>
      call(
        'operations-actor',
        anApiEvent({
          method,
          path: '/operations/dead-letters/{queue}/{messageId}',
          pathParameters: { queue: QUEUE, messageId },
          body,
        }),
      ),
    setStock: async (name: string, body: unknown) =>
      call(
        'operations-actor',
        anApiEvent({
          method: 'PUT',
          path: '/operations/stock/{name}',
          pathParameters: { name },
          body,
        }),
      ),
    /** Puts the message of a new order into the dead-letter queue; returns its id and its order. */
    fail: async (): Promise<{ messageId: string; body: string; order: Order }> => {
      const placing = aPlacing();
      await functions.store.add(placing, 'hash');
      const [event] = placing.events;
      if (event === undefined) throw new Error('a placed order has an event');
      const body = JSON.stringify(anEnvelope(event));
      await deadLetterQueues.send(QUEUE, { body, attributes: {} });
      const messages = await deadLetterQueues.list(QUEUE, 100);
      return { messageId: messages.at(-1)?.messageId ?? '', body, order: placing.order };
    },
    bodiesOf: async (queue: string) =>
      (await deadLetterQueues.list(queue, 100)).map(({ body }) => body),
    outcomes: async () => (await functions.actions.list({ limit: 100 })).actions,
  };
}

/** The items of a list in a response. */
export function itemsOf(body: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Array.isArray(body.items) ? body.items : [];
}
