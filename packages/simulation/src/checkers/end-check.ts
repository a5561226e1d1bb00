import { isTerminal, type Order } from '@snacks/domain';
import { isOrderKey, orderIdOf, orderKey } from '@snacks/domain/ports';
import { QUEUE_NAMES } from '@snacks/handlers';
import type { Platform } from '@snacks/local';

import type { System } from '../world/system.js';

/** The orders whose approval workflow still runs. */
export function runningApprovals({ approvals }: Platform): readonly string[] {
  return approvals.executions.flatMap(({ name, status }) =>
    status === 'RUNNING' && isOrderKey(name) ? orderIdOf(name) : [],
  );
}

/** Checks the invariants of the final state, when the system is idle. */
export async function assertFinalState(system: System): Promise<void> {
  const { checker, labels, platform, stock, events } = system;
  for (const order of checker.orders) await assertFinalStateOf(order, system);
  for (const event of checker.unpublished) {
    const invariant = checker.isRefused(event) ? 'refused-events-kept' : 'every-event-published';
    checker.assert(invariant, false, () => `${labels.ofEvent(event)} never reached the bus.`);
  }
  for (const name of checker.acceptedNames) {
    const known = checker.orderOf(name) !== undefined;
    checker.assert('acknowledged-kept', known, () => `${name} was accepted, but was never placed.`);
  }
  await stock.assertFinalState(checker, checker.allOrders);
  await events.assertFinalState();
  for (const name of QUEUE_NAMES) {
    const { visible, inFlight } = platform.queue(name).depth;
    checker.assert('queues-empty', visible + inFlight === 0, () => {
      return `${visible + inFlight} messages are left in the queue ${name}.`;
    });
  }
  for (const orderId of runningApprovals(platform)) {
    checker.assert('approval-ends', false, () => {
      return `The approval workflow of ${labels.of(orderId)} still runs.`;
    });
  }
}

async function assertFinalStateOf(
  order: Order,
  { checker, labels, platform }: System,
): Promise<void> {
  const label = labels.of(order.orderId);
  const { status } = order;
  checker.assert('every-order-ends', isTerminal(status), () => `${label} is still ${status}.`);
  const stored = await platform.orders.find(order.orderId);
  const kept = stored?.version === order.version && stored.status === status;
  checker.assert(
    'acknowledged-kept',
    kept,
    () => `${label} is ${status}, but is stored as ${stored?.status ?? 'nothing'}.`,
  );
  const charged = checker.isCharged(order.orderId);
  checker.assert('ends-carried-out', charged === (status === 'PROCESSED'), () => {
    return `${label} is ${status}, but is ${charged ? '' : 'not '}charged.`;
  });
  const payment = await platform.payments.find(orderKey(order));
  checker.assert('ends-carried-out', payment?.state !== 'authorised', () => {
    return `${label} is ${status}, but its payment is still authorised.`;
  });
  const needsNotification = status === 'PROCESSED' || status === 'FAILED';
  checker.assert('notification-sent', !needsNotification || checker.isNotified(order), () => {
    return `No customer was notified that ${label} was ${status}.`;
  });
}
