import { isOrderKey, isTerminal, orderIdOf, orderKey, type Order } from '@snacks/domain';
import { QUEUE_NAMES } from '@snacks/handlers';
import type { Platform } from '@snacks/local';

import type { System } from './system.js';

/** The orders for which a workflow runs. */
export function runningApprovals({ approvals }: Platform): readonly string[] {
  return approvals.executions.flatMap(({ name, status }) =>
    status === 'RUNNING' && isOrderKey(name) ? orderIdOf(name) : [],
  );
}

/** Holds the system to what it promises for the end, when nothing is under way any more. */
export async function holdsEnd(system: System): Promise<void> {
  const { journal, labels, platform, stock, events } = system;
  for (const order of journal.orders) await holdsEndOf(order, system);
  for (const event of journal.untold) {
    const promise = journal.isRefused(event) ? 'refused-events-kept' : 'every-event-told';
    journal.hold(promise, false, () => `The bus never took ${labels.ofEvent(event)}.`);
  }
  for (const name of journal.acceptedNames) {
    const known = journal.orderOf(name) !== undefined;
    journal.hold('acknowledged-kept', known, () => `${name} was accepted, and is nowhere.`);
  }
  await stock.holdsEnd(journal, journal.allOrders);
  await events.holdsEnd();
  for (const name of QUEUE_NAMES) {
    const { visible, inFlight } = platform.queue(name).depth;
    journal.hold('queues-empty', visible + inFlight === 0, () => {
      return `${visible + inFlight} messages are left in ${name}.`;
    });
  }
  for (const orderId of runningApprovals(platform)) {
    journal.hold('approval-ends', false, () => {
      return `The approval workflow of ${labels.of(orderId)} still runs.`;
    });
  }
}

async function holdsEndOf(order: Order, { journal, labels, platform }: System): Promise<void> {
  const label = labels.of(order.orderId);
  const { status } = order;
  journal.hold('every-order-ends', isTerminal(status), () => `${label} is still ${status}.`);
  const stored = await platform.orders.find(order.orderId);
  const kept = stored?.version === order.version && stored.status === status;
  journal.hold('acknowledged-kept', kept, () => `${label} is stored as ${stored?.status}.`);
  const charged = journal.isCharged(order.orderId);
  journal.hold('ends-carried-out', charged === (status === 'PROCESSED'), () => {
    return `${label} is ${status} and ${charged ? '' : 'not '}charged.`;
  });
  const payment = await platform.payments.find(orderKey(order));
  journal.hold('ends-carried-out', payment?.state !== 'authorised', () => {
    return `${label} is ${status} and its payment still on hold.`;
  });
  const needsTelling = status === 'PROCESSED' || status === 'FAILED';
  journal.hold('people-told', !needsTelling || journal.isToldOf(order), () => {
    return `Nobody was told that ${label} was ${status}.`;
  });
}
