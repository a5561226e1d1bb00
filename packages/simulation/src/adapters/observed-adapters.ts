import type {
  EventQueue,
  EventRecords,
  Inventory,
  OrderRepository,
  PaymentLedger,
  Payments,
} from '@snacks/domain';
import type { Adapters } from '@snacks/handlers';

import type { Engine } from '../world/engine.js';
import type { EventCheck } from '../checkers/event-check.js';
import type { InvariantChecker } from '../checkers/invariant-checker.js';
import type { StockCheck } from '../checkers/stock-check.js';

/** What is told of what took effect. */
export interface Checks {
  readonly checker: InvariantChecker;
  readonly stock: StockCheck;
  readonly events: EventCheck;
  /** The books of the payment provider. */
  readonly ledger: PaymentLedger;
}

/** The adapters with a checker of what took effect, at the very place where it did. */
export function observed(
  adapters: Adapters,
  { checker, stock, events, ledger }: Checks,
  engine: Engine,
): Adapters {
  const orders = observedOrders(adapters.orders(), checker, engine);
  const inventory = observedInventory(adapters.inventory(), checker, stock, engine);
  const payments = observedPayments(adapters.payments(), { checker, ledger }, engine);
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
        checker.told(event);
      },
    }),
  };
}

function observedOrders(
  orders: OrderRepository,
  checker: InvariantChecker,
  engine: Engine,
): OrderRepository {
  return {
    add: async (change, requestHash) =>
      engine.run(async () => {
        const result = await orders.add(change, requestHash);
        if (result.added) checker.committed(change);
        return result;
      }),
    save: async (change) =>
      engine.run(async () => {
        await orders.save(change);
        checker.committed(change);
      }),
    find: async (orderId) => engine.run(async () => orders.find(orderId)),
    list: async (query) => engine.run(async () => orders.list(query)),
    lastEvents: async (orderId) => engine.run(async () => orders.lastEvents(orderId)),
  };
}

function observedInventory(
  inventory: Inventory,
  checker: InvariantChecker,
  stock: StockCheck,
  engine: Engine,
): Inventory {
  return {
    reserve: async (order, lines) =>
      engine.run(async () => {
        const response = await inventory.reserve(order, lines);
        await stock.holdsSum(checker);
        return response;
      }),
    release: async (order, lines) =>
      engine.run(async () => {
        await inventory.release(order, lines);
        await stock.holdsSum(checker);
      }),
    confirm: async (order, lines) =>
      engine.run(async () => {
        await inventory.confirm(order, lines);
        checker.sold(order);
        await stock.holdsSum(checker);
      }),
  };
}

function observedPayments(
  payments: Payments,
  { checker, ledger }: Pick<Checks, 'checker' | 'ledger'>,
  engine: Engine,
): Payments {
  return {
    authorise: async (request) => engine.run(async () => payments.authorise(request)),
    capture: async (order) =>
      engine.run(async () => {
        await payments.capture(order);
        checker.charged(order, (await ledger.find(order))?.amount);
      }),
    refund: async (order) =>
      engine.run(async () => {
        await payments.refund(order);
        checker.refunded(order);
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
