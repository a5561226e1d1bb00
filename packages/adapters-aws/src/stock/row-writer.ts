import DataLoader from 'dataloader';
import type { OrderKey } from '@snacks/domain/ports';
import { fenceOf, type RowKey, type StockRow } from './stock-row.js';
import type { Closing, Hold, StockRows } from './stock-rows.js';

/** The maximum number of orders in one write. An expression of DynamoDB has a limited length. */
const MAX_ORDERS = 25;

/** The maximum number of writes for a group: after a refused one, the orders that caused it are left out. */
const MAX_WRITES = 3;

/** Writes an order's entry, possibly together with others. Returns whether it was written. */
type Write<Entry> = (entry: Entry) => Promise<boolean>;

/**
 * Writes holds and closings. While one write to a row is under way, the next ones to it wait, and become
 * one write. So a snack that many concurrent orders have costs few writes.
 */
export class RowWriter {
  private readonly holds = new Map<string, Write<Hold>>();
  private readonly closings = new Map<string, Write<Closing>>();

  constructor(private readonly rows: StockRows) {}

  /**
   * Holds pieces for an order. Returns whether the order holds them now, perhaps by an earlier call;
   * `false` if its fence or the available pieces have changed.
   */
  async hold(key: RowKey, hold: Hold): Promise<boolean> {
    const create = () => grouped<Hold>(async (holds) => this.holdAll(key, holds));
    return writeFor(this.holds, key, create)(hold);
  }

  /** Ends the hold of an order; `false` if it has no hold of so many pieces. */
  async close(key: RowKey, closing: Closing): Promise<boolean> {
    const create = () => grouped<Closing>(async (closings) => this.closeAll(key, closings));
    return writeFor(this.closings, key, create)(closing);
  }

  private async holdAll(key: RowKey, holds: readonly Hold[]): Promise<ReadonlySet<OrderKey>> {
    const held = new Set<OrderKey>();
    let left = holds;
    for (let write = 1; left.length > 0 && write <= MAX_WRITES; write += 1) {
      if (await this.rows.hold(key, left)) {
        for (const { order } of left) held.add(order);
        break;
      }
      const row = await this.read(key);
      for (const { order } of left) if (row?.held.has(order) === true) held.add(order);
      left = possible(left, row);
    }
    return held;
  }

  private async closeAll(
    key: RowKey,
    closings: readonly Closing[],
  ): Promise<ReadonlySet<OrderKey>> {
    let left = closings;
    for (let write = 1; left.length > 0 && write <= MAX_WRITES; write += 1) {
      if (await this.rows.close(key, left)) return new Set(left.map(({ order }) => order));
      const row = await this.read(key);
      left = left.filter(({ order, quantity }) => row?.held.get(order) === quantity);
    }
    return new Set();
  }

  private async read(key: RowKey): Promise<StockRow | undefined> {
    const [row] = await this.rows.read([key], 'strong');
    return row;
  }
}

/** The holds that the row takes as it is, as far as its pieces suffice. */
function possible(holds: readonly Hold[], row: StockRow | undefined): readonly Hold[] {
  let available = row?.available ?? 0;
  return holds.filter(({ order, quantity, fence }) => {
    const fits =
      row?.held.has(order) === false &&
      row.fences.get(fenceOf(order)) === fence &&
      quantity <= available;
    if (fits) available -= quantity;
    return fits;
  });
}

function writeFor<Entry>(
  writes: Map<string, Write<Entry>>,
  { name, row }: RowKey,
  create: () => Write<Entry>,
): Write<Entry> {
  const key = `${row}#${name}`;
  const known = writes.get(key);
  if (known !== undefined) return known;
  const created = create();
  writes.set(key, created);
  return created;
}

/** Groups the entries that come while a write is under way. An order is at most once in a group. */
function grouped<Entry extends { readonly order: OrderKey }>(
  writeAll: (entries: readonly Entry[]) => Promise<ReadonlySet<OrderKey>>,
): Write<Entry> {
  let underWay: Promise<unknown> = Promise.resolve();
  const loader = new DataLoader<Entry, boolean>(
    async (entries) => {
      const distinct = new Map(entries.map((entry) => [entry.order, entry]));
      const writing = writeAll([...distinct.values()]);
      underWay = writing.catch(() => {});
      const written = await writing;
      return entries.map(({ order }) => written.has(order));
    },
    {
      cache: false,
      maxBatchSize: MAX_ORDERS,
      batchScheduleFn: (send) => void underWay.then(send),
    },
  );
  return async (entry) => loader.load(entry);
}
