import type { OrderKey } from '@snacks/domain/ports';
import {
  fenceOf,
  type Arrival,
  type Closing,
  type Hold,
  type RowKey,
  type Sending,
  type StockRow,
  type StockRows,
} from '@snacks/adapters-aws/stock';

/** The versions of a row: the present one, and the one before it. */
interface Versions {
  readonly current: StockRow;
  readonly previous: StockRow | undefined;
}

const EMPTY: StockRow = {
  available: undefined,
  sold: 0,
  held: new Map(),
  fences: new Map(),
  sent: new Map(),
  received: new Map(),
  bytes: 0,
};

/** The rows of stocks in memory, with the semantics of conditional writes. */
export class InMemoryStockRows implements StockRows {
  private readonly rows = new Map<string, Versions>();

  /** @param isBehind decides for each eventual read of a row whether it misses the latest write. */
  constructor(private readonly isBehind: () => boolean) {}

  async read(
    keys: readonly RowKey[],
    consistency: 'strong' | 'eventual',
  ): Promise<readonly (StockRow | undefined)[]> {
    return keys.map((key) => {
      const versions = this.rows.get(idOf(key));
      return consistency === 'eventual' && this.isBehind() ? versions?.previous : versions?.current;
    });
  }

  async hold(key: RowKey, holds: readonly Hold[]): Promise<boolean> {
    return this.change(key, (row) => {
      const pieces = holds.reduce((sum, { quantity }) => sum + quantity, 0);
      const isPossible =
        (row.available ?? -1) >= pieces &&
        holds.every(
          ({ order, fence }) => !row.held.has(order) && row.fences.get(fenceOf(order)) === fence,
        );
      if (!isPossible) return undefined;
      const held = new Map(row.held);
      for (const { order, quantity } of holds) held.set(order, quantity);
      return { ...row, available: (row.available ?? 0) - pieces, held };
    });
  }

  async close(key: RowKey, closings: readonly Closing[]): Promise<boolean> {
    return this.change(key, (row) => {
      if (!closings.every(({ order, quantity }) => row.held.get(order) === quantity))
        return undefined;
      const held = new Map(row.held);
      const moved = { available: row.available ?? 0, sold: row.sold };
      let { fences } = row;
      for (const { order, quantity, destination } of closings) {
        held.delete(order);
        moved[destination] += quantity;
        fences = raised(fences, order);
      }
      return { ...row, ...moved, held, fences };
    });
  }

  async raiseFence(key: RowKey, order: OrderKey): Promise<boolean> {
    return this.change(key, (row) =>
      row.held.has(order) ? undefined : { ...row, fences: raised(row.fences, order) },
    );
  }

  async send(key: RowKey, { to, pieces, sentBefore }: Sending): Promise<boolean> {
    return this.change(key, (row) =>
      (row.available ?? -1) >= pieces && (row.sent.get(to) ?? 0) === sentBefore
        ? {
            ...row,
            available: (row.available ?? 0) - pieces,
            sent: new Map(row.sent).set(to, sentBefore + pieces),
          }
        : undefined,
    );
  }

  async receive(key: RowKey, { from, sent, receivedBefore }: Arrival): Promise<boolean> {
    return this.change(key, (row) =>
      (row.received.get(from) ?? 0) === receivedBefore
        ? {
            ...row,
            available: (row.available ?? 0) + sent - receivedBefore,
            received: new Map(row.received).set(from, sent),
          }
        : undefined,
    );
  }

  async setAvailable(key: RowKey, pieces: number): Promise<void> {
    this.change(key, (row) => ({ ...row, available: pieces }));
  }

  /** Changes a row; `undefined` if the condition of the change does not hold. */
  private change(key: RowKey, decide: (row: StockRow) => StockRow | undefined): boolean {
    const id = idOf(key);
    const versions = this.rows.get(id);
    const current = decide(versions?.current ?? EMPTY);
    if (current === undefined) return false;
    this.rows.set(id, { current, previous: versions?.current });
    return true;
  }
}

function idOf({ name, row }: RowKey): string {
  return `${row}#${name}`;
}

function raised(fences: ReadonlyMap<number, number>, order: OrderKey): ReadonlyMap<number, number> {
  const fence = fenceOf(order);
  return new Map(fences).set(fence, (fences.get(fence) ?? 0) + 1);
}
