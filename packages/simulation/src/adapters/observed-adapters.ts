import type {
  EventQueue,
  EventRecords,
  Inventory,
  OrderRepository,
  Payments,
} from '@snacks/domain/ports';
import type { PaymentLedger } from '@snacks/domain/payment-simulator';
import type { Adapters } from '@snacks/handlers';

import type { Engine } from '../world/engine.js';
import type { CatalogueCheck } from '../checkers/catalogue-check.js';
import type { EventCheck } from '../checkers/event-check.js';
import type { InvariantChecker } from '../checkers/invariant-checker.js';
import type { StockCheck } from '../checkers/stock-check.js';

/** The checkers that observe effects. */
export interface Checks {
  readonly checker: InvariantChecker;
  readonly stock: StockCheck;
  readonly catalogue: CatalogueCheck;
  readonly events: EventCheck;
  /** The stored payments, to look up a captured amount. */
  readonly ledger: PaymentLedger;
}

/** The adapters, which report each effect to the checkers when it happens. */
export function observed(
  adapters: Adapters,
  { checker, stock, catalogue, events, ledger }: Checks,
  engine: Engine,
): Adapters {
  const orders = observedOrders(adapters.orders(), { checker, catalogue }, engine);
  const inventory = observedInventory(adapters.inventory(), checker, stock, engine);
  const payments = observedPayments(adapters.payments(), { checker, ledger }, engine);
  const notifications = adapters.notifications();
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
        await notifications.notify(event);
        checker.notified(event);
      },
    }),
  };
}

function observedOrders(
  orders: OrderRepository,
  { checker, catalogue }: Pick<Checks, 'checker' | 'catalogue'>,
  engine: Engine,
): OrderRepository {
  return {
    add: async (change, requestHash) =>
      engine.execute(async () => {
        const result = await orders.add(change, requestHash);
        if (result.added) {
          checker.committed(change);
          catalogue.committed(change);
        }
        return result;
      }),
    save: async (change) =>
      engine.execute(async () => {
        await orders.save(change);
        checker.committed(change);
        catalogue.committed(change);
      }),
    find: async (orderId) => engine.execute(async () => orders.find(orderId)),
    list: async (query) => engine.execute(async () => orders.list(query)),
    lastEvents: async (orderId) => engine.execute(async () => orders.lastEvents(orderId)),
  };
}

function observedInventory(
  inventory: Inventory,
  checker: InvariantChecker,
  stock: StockCheck,
  engine: Engine,
): Inventory {
  return {
    prepare: async (order, lines) =>
      engine.execute(async () => {
        const reservation = await inventory.prepare(order, lines);
        return {
          hold: async () =>
            engine.execute(async () => {
              const outcome = await reservation.hold();
              await stock.assertSum(checker);
              return outcome;
            }),
        };
      }),
    release: async (order, lines) =>
      engine.execute(async () => {
        await inventory.release(order, lines);
        await stock.assertSum(checker);
      }),
    confirm: async (order, lines) =>
      engine.execute(async () => {
        await inventory.confirm(order, lines);
        checker.sold(order);
        await stock.assertSum(checker);
      }),
  };
}

function observedPayments(
  payments: Payments,
  { checker, ledger }: Pick<Checks, 'checker' | 'ledger'>,
  engine: Engine,
): Payments {
  return {
    authorise: async (request) => engine.execute(async () => payments.authorise(request)),
    capture: async (order) =>
      engine.execute(async () => {
        await payments.capture(order);
        checker.charged(order, (await ledger.find(order))?.amount);
      }),
    refund: async (order) =>
      engine.execute(async () => {
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
      engine.execute(async () => {
        const outcome = await records.add(record);
        if (outcome === 'added') events.added(record);
        return outcome;
      }),
    find: async (eventId) => engine.execute(async () => records.find(eventId)),
  };
}
