import {
  fenceOf,
  type Hold,
  type RowKey,
  type StockRow,
  type StockRows,
} from '@snacks/adapters-aws/stock';
import { STOCK_ROWS } from '@snacks/adapters-aws/tables';
import {
  orderIdOf,
  type Inventory,
  type OrderKey,
  type PaymentRequest,
  type Payments,
} from '@snacks/domain/ports';

import type { Mutant } from './mutant.js';

/** Returns another key at each call, also for the same order. */
function freshKeys(): (order: OrderKey) => OrderKey {
  let count = 0;
  return (order) => {
    count += 1;
    return `${orderIdOf(order)}~${count}_0`;
  };
}

/** A key of the order's id alone: a later order that reuses the id gets the same key. */
function withoutTime(order: OrderKey): OrderKey {
  return `${orderIdOf(order)}_0`;
}

function withPayments(name: string, wrap: (payments: Payments) => Payments): Mutant {
  return {
    name,
    adapters: (adapters) => {
      const mutated = wrap(adapters.payments());
      return { ...adapters, payments: () => mutated };
    },
  };
}

function withRows(name: string, wrap: (rows: StockRows) => Partial<StockRows>): Mutant {
  return {
    name,
    rows: (rows) => ({
      read: async (...call) => rows.read(...call),
      hold: async (...call) => rows.hold(...call),
      close: async (...call) => rows.close(...call),
      raiseFence: async (...call) => rows.raiseFence(...call),
      send: async (...call) => rows.send(...call),
      receive: async (...call) => rows.receive(...call),
      setAvailable: async (...call) => rows.setAvailable(...call),
      ...wrap(rows),
    }),
  };
}

function withoutPieces(row: StockRow): StockRow {
  return { ...row, available: 0 };
}

function withoutTransit(row: StockRow): StockRow {
  return { ...row, sent: row.received };
}

/** The holds with the present fences of their orders, as if they had just been read. */
async function withPresentFences(
  rows: StockRows,
  key: RowKey,
  holds: readonly Hold[],
): Promise<readonly Hold[]> {
  const [row] = await rows.read([key], 'strong');
  return holds.map(({ order, quantity }) => ({
    order,
    quantity,
    fence: row?.fences.get(fenceOf(order)),
  }));
}

function withInventory(name: string, wrap: (inventory: Inventory) => Inventory): Mutant {
  return {
    name,
    adapters: (adapters) => {
      const mutated = wrap(adapters.inventory());
      return { ...adapters, inventory: () => mutated };
    },
  };
}

/** Bugs in the calls of the fulfilment steps. */
export const PAYMENT_AND_STOCK_MUTANTS: readonly Mutant[] = [
  withPayments('each try uses another payment key', (payments) => {
    const fresh = freshKeys();
    const requests = new Map<OrderKey, PaymentRequest>();
    return {
      ...methodsOf(payments),
      authorise: async (request) => {
        requests.set(request.order, request);
        return payments.authorise(request);
      },
      capture: async (order) => {
        const request = requests.get(order);
        if (request === undefined) return payments.capture(order);
        const key = fresh(order);
        await payments.authorise({ ...request, order: key });
        await payments.capture(key);
        await payments.capture(order);
      },
    };
  }),
  withPayments('the payment is captured before the order has ended', (payments) => ({
    ...methodsOf(payments),
    authorise: async (request) => {
      const response = await payments.authorise(request);
      if (response.outcome === 'authorised') await payments.capture(request.order);
      return response;
    },
  })),
  withPayments('the payment of a processed order is not captured', (payments) => ({
    ...methodsOf(payments),
    capture: async () => {},
  })),
  withInventory('each try makes another reservation', (inventory) => {
    const fresh = freshKeys();
    const latest = new Map<OrderKey, OrderKey>();
    const keyOf = (order: OrderKey): OrderKey => latest.get(order) ?? order;
    return {
      prepare: async (order, lines) => {
        const key = fresh(order);
        latest.set(order, key);
        return inventory.prepare(key, lines);
      },
      release: async (order, lines) => inventory.release(keyOf(order), lines),
      confirm: async (order, lines) => inventory.confirm(keyOf(order), lines),
    };
  }),
  {
    ...withPayments('payments are stored under the id of their order alone', (payments) => ({
      authorise: async (request) =>
        payments.authorise({ ...request, order: withoutTime(request.order) }),
      capture: async (order) => payments.capture(withoutTime(order)),
      refund: async (order) => payments.refund(withoutTime(order)),
    })),
    concerns: 'reuses',
  },
  withRows('a hold succeeds although its order was closed after it was prepared', (rows) => ({
    hold: async (key, holds) => rows.hold(key, await withPresentFences(rows, key, holds)),
  })),
  withRows('pieces that a row sends to another arrive again with each repeated write', (rows) => ({
    receive: async (key, { from, sent, receivedBefore }) => {
      const [row] = await rows.read([key], 'strong');
      const before = row?.received.get(from) ?? 0;
      const pieces = sent - receivedBefore;
      return rows.receive(key, { from, sent: before + pieces, receivedBefore: before });
    },
  })),
  withRows('an order is out of stock although another row has pieces', (rows) => ({
    read: async (keys, consistency) => {
      const read = await rows.read(keys, consistency);
      if (keys.length < STOCK_ROWS) return read;
      return read.map((row, n) => (row && n % 2 === 1 ? withoutPieces(row) : row));
    },
  })),
  withRows('a transfer that broke off is never completed', (rows) => ({
    read: async (keys, consistency) => {
      const read = await rows.read(keys, consistency);
      return read.map((row) => row && withoutTransit(row));
    },
  })),
  withRows('orders in one write count as written although it was refused', (rows) => ({
    hold: async (key, holds) => (await rows.hold(key, holds)) || holds.length > 1,
  })),
  withRows('only the first of several orders in one write is held', (rows) => ({
    hold: async (key, holds) => rows.hold(key, holds.slice(0, 1)),
  })),
  withInventory('the stock of a failed order is not released', (inventory) => ({
    prepare: async (order, lines) => inventory.prepare(order, lines),
    confirm: async (order, lines) => inventory.confirm(order, lines),
    release: async () => {},
  })),
  withInventory('a step is undone before the final state of the order is decided', (inventory) => ({
    prepare: async (order, lines) => {
      const reservation = await inventory.prepare(order, lines);
      return {
        hold: async () => {
          try {
            return await reservation.hold();
          } catch (error) {
            await inventory.release(order, lines);
            throw error;
          }
        },
      };
    },
    confirm: async (order, lines) => inventory.confirm(order, lines),
    release: async (order, lines) => inventory.release(order, lines),
  })),
];

function methodsOf(payments: Payments): Payments {
  return {
    authorise: async (request) => payments.authorise(request),
    capture: async (order) => payments.capture(order),
    refund: async (order) => payments.refund(order),
  };
}
