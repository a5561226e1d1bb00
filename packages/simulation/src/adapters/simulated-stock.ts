import { RowInventory, type RowKey, type StockRows } from '@snacks/adapters-aws/stock';
import { orderIdOf, type Inventory, type OrderKey } from '@snacks/domain/ports';

import type { InvariantChecker } from '../checkers/invariant-checker.js';
import type { StockCheck } from '../checkers/stock-check.js';
import type { OrderLabels } from '../workload/order-labels.js';
import { currentInvocation } from '../world/invocations.js';
import type { Network } from '../world/network.js';

/** The rows, which report each effect to the checkers when it happens. */
export function observedRows(
  rows: StockRows,
  checker: InvariantChecker,
  stock: StockCheck,
): StockRows {
  const checked = async <T>(write: Promise<T>): Promise<T> => {
    const result = await write;
    await stock.assertSum(checker);
    return result;
  };
  return {
    read: async (...call) => rows.read(...call),
    hold: async (...call) => checked(rows.hold(...call)),
    close: async (key, closings) => {
      const isClosed = await checked(rows.close(key, closings));
      const sold = closings.filter(({ destination }) => isClosed && destination === 'sold');
      for (const { order } of sold) checker.sold(order);
      return isClosed;
    },
    raiseFence: async (...call) => checked(rows.raiseFence(...call)),
    send: async (...call) => checked(rows.send(...call)),
    receive: async (...call) => checked(rows.receive(...call)),
    setAvailable: async (...call) => checked(rows.setAvailable(...call)),
  };
}

/** The rows behind the network. */
export function rowsThroughNetwork(
  rows: StockRows,
  network: Network,
  labels: OrderLabels,
): StockRows {
  const call = async <T>(
    name: keyof StockRows,
    subject: string,
    effect: () => Promise<T>,
  ): Promise<T> => network.call({ operation: `stock.${name}`, subject, effect });
  const ordersOf = (entries: readonly { readonly order: OrderKey }[]) =>
    entries.map(({ order }) => labels.of(orderIdOf(order))).join(', ');
  return {
    read: async (keys, consistency) =>
      call('read', keys.map(rowOf).join(', '), async () => rows.read(keys, consistency)),
    hold: async (key, holds) =>
      call('hold', `${rowOf(key)} for ${ordersOf(holds)}`, async () => rows.hold(key, holds)),
    close: async (key, closings) =>
      call('close', `${rowOf(key)} for ${ordersOf(closings)}`, async () =>
        rows.close(key, closings),
      ),
    raiseFence: async (key, order) =>
      call('raiseFence', `${rowOf(key)} for ${ordersOf([{ order }])}`, async () =>
        rows.raiseFence(key, order),
      ),
    send: async (key, sending) =>
      call('send', `${rowOf(key)} to ${sending.to}`, async () => rows.send(key, sending)),
    receive: async (key, arrival) =>
      call('receive', `${rowOf(key)} from ${arrival.from}`, async () => rows.receive(key, arrival)),
    setAvailable: async (key, pieces) => rows.setAvailable(key, pieces),
  };
}

/**
 * The deployed inventory over the rows, one for each invocation: the process of an invocation may crash in
 * the middle of a write that several of its orders share.
 */
export function inventoryOfInvocations(
  rows: StockRows,
  stock: StockCheck,
  checker: InvariantChecker,
): Inventory {
  const ofPlatform = new RowInventory(rows, 'unlimited');
  const inventories = new WeakMap<object, Inventory>();
  const current = (): Inventory => {
    const invocation = currentInvocation();
    if (invocation === undefined) return ofPlatform;
    const known = inventories.get(invocation);
    if (known !== undefined) return known;
    const created = new RowInventory(rows, 'unlimited');
    inventories.set(invocation, created);
    return created;
  };
  return {
    prepare: async (order, lines) => {
      const reservation = await current().prepare(order, lines);
      return {
        hold: async () => stock.assertShort(checker, lines, async () => reservation.hold()),
      };
    },
    release: async (order, lines) => current().release(order, lines),
    confirm: async (order, lines) => current().confirm(order, lines),
  };
}

function rowOf({ name, row }: RowKey): string {
  return `${name} row ${row}`;
}
