import { admission } from '@snacks/domain';

import { dryRun } from '../messages/dry-run.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import type { OrderFacts } from './order-facts.js';

/** A request of the API. */
interface Request {
  readonly method: string;
  readonly path: string;
}

/** What an operator can do for an order, with the request that does it. */
export type OrderAction = Request & {
  /** What it does, as a sentence. */
  readonly text: string;
} & (
    | { readonly action: 'approve' | 'reject' | 'cancel' }
    | {
        readonly action: 'redrive';
        readonly queue: string;
        readonly messageId: string;
        /** The queue that the message is sent to again. */
        readonly source: string;
        /** The type of its event, if it is one. */
        readonly type?: string;
      }
    | { readonly action: 'set stock'; readonly name: string }
  );

/** What an operator can do for the order in its present state. */
export function actionsFor(facts: OrderFacts): readonly OrderAction[] {
  return [
    ...decisions(facts),
    ...facts.deadLetters.flatMap((letter) => redrive(letter, facts)),
    ...stock(facts),
    ...cancellation(facts),
  ];
}

function decisions({ order: { orderId, status } }: OrderFacts): OrderAction[] {
  if (admission('approve', status) !== 'applies') return [];
  const request = { method: 'POST', path: `/orders/${orderId}/approval` };
  return [
    { action: 'approve', ...request, text: 'Approve the order: its fulfilment begins.' },
    {
      action: 'reject',
      ...request,
      text: 'Reject the order: it ends, and the customer is notified.',
    },
  ];
}

function redrive(letter: DeadLetter, { map, order }: OrderFacts): OrderAction[] {
  const { queue, messageId, source, type, body } = letter;
  const consumer = map.queues.find(({ name }) => name === source)?.function;
  if (source === undefined || consumer === undefined) return [];
  const { explanation } = dryRun(consumer, body, order);
  return [
    {
      action: 'redrive',
      queue,
      messageId,
      source,
      ...(type !== undefined && { type }),
      method: 'POST',
      path: `/operations/dead-letters/${queue}/redrive`,
      text: `Send the message ${type === undefined ? '' : `${type} `}to ${source} again. ${explanation}`,
    },
  ];
}

function stock({ order, stock: rows }: OrderFacts): OrderAction[] {
  if (order.status === 'PROCESSED' || order.status === 'CANCELLED' || order.status === 'REJECTED') {
    return [];
  }
  return order.snackItems.flatMap(({ name, quantity }): OrderAction[] => {
    const row = rows.find((one) => one.name === name);
    if (row === undefined || row.available >= quantity) return [];
    const effect =
      order.status === 'FAILED'
        ? 'New orders of it are then possible.'
        : 'The order can then be fulfilled.';
    return [
      {
        action: 'set stock',
        name,
        method: 'PUT',
        path: `/operations/stock/${encodeURIComponent(name)}`,
        text: `Set the stock of ${name}: ${row.available} available, ${quantity} ordered. ${effect}`,
      },
    ];
  });
}

function cancellation({ order: { orderId, status } }: OrderFacts): OrderAction[] {
  return admission('cancel', status) === 'applies'
    ? [
        {
          action: 'cancel',
          method: 'DELETE',
          path: `/orders/${orderId}`,
          text: 'Cancel the order.',
        },
      ]
    : [];
}
