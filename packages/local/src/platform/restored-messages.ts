import type { StoredMessage } from '@snacks/adapters-memory';
import type { Order, OrderId } from '@snacks/domain';
import { idsIn, topology, type QueueName } from '@snacks/handlers';

import { readJson } from '../json/read-json.js';

/** The queue whose message an order waits for. */
function awaitedQueue({ status }: Pick<Order, 'status'>): QueueName {
  return status === 'PENDING_APPROVAL' ? 'order-approval' : 'order-processing';
}

/** The messages of an earlier process, by the orders that they are about. */
export class RestoredMessages {
  private readonly queuesOf = new Map<unknown, Set<string>>();

  constructor(messages: readonly StoredMessage[]) {
    for (const message of messages) {
      const { orderId } = idsIn(readJson(message.body));
      if (orderId === undefined) continue;
      const queues = this.queuesOf.get(orderId) ?? new Set();
      this.queuesOf.set(orderId, queues);
      for (const queue of destinationsOf(message)) queues.add(queue);
    }
  }

  /** Whether there is any message about an order. */
  mentions(orderId: OrderId): boolean {
    return this.queuesOf.has(orderId);
  }

  /**
   * Whether there is a message that an order waits for: in its queue, or as a dead letter, which an operator
   * decides on.
   */
  hasNextOf(order: Pick<Order, 'orderId' | 'status'>): boolean {
    return this.queuesOf.get(order.orderId)?.has(awaitedQueue(order)) ?? false;
  }
}

/** Returns the queue that has a message, and those that it failed in or never reached. */
function destinationsOf({ queue, attributes }: StoredMessage): readonly string[] {
  // The relay could not publish it, so it reached no queue.
  if (queue === topology.streamConsumer.deadLetterQueue) return Object.keys(topology.queues);
  const sources = Object.entries(topology.queues)
    .filter(([, { redrive }]) => redrive?.deadLetterQueue === queue)
    .map(([name]) => name);
  const { TARGET_ARN: undelivered } = attributes; // added by the bus, with the name of the queue
  return [queue, ...sources, ...(undelivered === undefined ? [] : [undelivered])];
}
