import { approve } from '@snacks/domain';
import type { OrderEvent } from '@snacks/domain/events';
import type { OrderRepository } from '@snacks/domain/ports';
import { aPlacing } from '@snacks/domain/testing';

import type { FunctionName } from '../src/topology/topology.js';
import { anEnvelope, aQueueBatch } from './events.js';

type Invoke = (name: FunctionName, event: unknown) => Promise<unknown>;

const CONTEXT = { now: Date.now(), actor: 'anna', correlationId: 'correlation-1' };

/**
 * Runs orders of high priority through every course of approval: approved after a failure of the
 * workflow; decided before the approval request; and expired.
 */
export async function liveThroughApproval(invoke: Invoke, orders: OrderRepository) {
  const approved = await placeIn(orders);
  const resumed = await invoke('approval-starter', aBatch(approved.events));
  const requested = await invoke('approval-requester', aTask(approved.orderId, 'token-1'));
  const decision = await approved.approve();
  const closed = await invoke('approval-closer', aBatch(decision));
  const late = await invoke('approval-requester', aTask(approved.orderId, 'token-2'));
  const expiring = await placeIn(orders);
  return {
    resumed,
    requested,
    closed,
    late,
    expired: await invoke('approval-expirer', aTask(expiring.orderId, 'none')),
  };
}

async function placeIn(orders: OrderRepository) {
  const { order, events } = aPlacing({ priority: 'high' });
  if (order.status !== 'PENDING_APPROVAL') throw new Error('The order does not wait for approval.');
  await orders.add({ order, events }, 'hash');
  return {
    orderId: order.orderId,
    events,
    approve: async () => {
      const change = approve(order, undefined, CONTEXT);
      await orders.save(change);
      return change.events;
    },
  };
}

function aBatch(events: readonly OrderEvent[]) {
  return aQueueBatch(events.map((event) => JSON.stringify(anEnvelope(event))));
}

function aTask(orderId: string, taskToken: string) {
  const { correlationId } = CONTEXT;
  return { orderId, correlationId, taskToken, reminder: false, secondsLeft: 3_600 };
}
