import type {
  EventQueue,
  EventRecords,
  Inventory,
  OrderRepository,
  PaymentLedger,
  Payments,
} from '@snacks/domain';
import type { Adapters } from '@snacks/handlers';

import type { Engine } from './engine.js';
import type { EventCheck } from './event-check.js';
import type { Journal } from './journal.js';
import type { StockCheck } from './stock-check.js';

/** What is told of what took effect. */
export interface Checks {
  readonly journal: Journal;
  readonly stock: StockCheck;
  readonly events: EventCheck;
  /** The books of the payment provider. */
  readonly ledger: PaymentLedger;
}

/** The adapters with a journal of what took effect, at the very place where it did. */
export function observed(
  adapters: Adapters,
  { journal, stock, events, ledger }: Checks,
  engine: Engine,
): Adapters {
  const orders = observedOrders(adapters.orders(), journal, engine);
  const inventory = observedInventory(adapters.inventory(), journal, stock, engine);
  const payments = observedPayments(adapters.payments(), { journal, ledger }, engine);
  const people = adapters.notifications();
  const queue = observedQueue(adapters.eventQueue(), events);
  const records = observedRecords(adapters.eventRecords(), events, engine);
  return {
    ...adapters,
    orders: () => orders,
    inventory: () => inventory,
    payments: () => payments,
    eventQueue: () => queue,
    eventRecords: () => records,
    notifications: () => ({
      notify: async (event) => {
        await people.notify(event);
        journal.told(event);
      },
    }),
  };
}

function observedOrders(
  orders: OrderRepository,
  journal: Journal,
  engine: Engine,
): OrderRepository {
  return {
    add: async (change, requestHash) =>
      engine.run(async () => {
        const result = await orders.add(change, requestHash);
        if (result.added) journal.committed(change);
        return result;
      }),
    save: async (change) =>
      engine.run(async () => {
        await orders.save(change);
        journal.committed(change);
      }),
    find: async (orderId) => engine.run(async () => orders.find(orderId)),
    list: async (query) => engine.run(async () => orders.list(query)),
    lastEvents: async (orderId) => engine.run(async () => orders.lastEvents(orderId)),
  };
}

function observedInventory(
  inventory: Inventory,
  journal: Journal,
  stock: StockCheck,
  engine: Engine,
): Inventory {
  return {
    reserve: async (order, lines) =>
      engine.run(async () => {
        const answer = await inventory.reserve(order, lines);
        await stock.holdsSum(journal);
        return answer;
      }),
    release: async (order, lines) =>
      engine.run(async () => {
        await inventory.release(order, lines);
        await stock.holdsSum(journal);
      }),
    settle: async (order, lines) =>
      engine.run(async () => {
        await inventory.settle(order, lines);
        journal.sold(order);
        await stock.holdsSum(journal);
      }),
  };
}

function observedPayments(
  payments: Payments,
  { journal, ledger }: Pick<Checks, 'journal' | 'ledger'>,
  engine: Engine,
): Payments {
  return {
    authorise: async (request) => engine.run(async () => payments.authorise(request)),
    capture: async (order) =>
      engine.run(async () => {
        await payments.capture(order);
        journal.charged(order, (await ledger.find(order))?.amount);
      }),
    refund: async (order) =>
      engine.run(async () => {
        await payments.refund(order);
        journal.refunded(order);
      }),
  };
}

function observedQueue(queue: EventQueue, events: EventCheck): EventQueue {
  return {
    enqueue: async (event) => {
      await queue.enqueue(event);
      events.queued(event);
    },
  };
}

function observedRecords(records: EventRecords, events: EventCheck, engine: Engine): EventRecords {
  return {
    add: async (record) =>
      engine.run(async () => {
        const outcome = await records.add(record);
        if (outcome === 'added') events.added(record);
        return outcome;
      }),
    find: async (eventId) => engine.run(async () => records.find(eventId)),
  };
}
