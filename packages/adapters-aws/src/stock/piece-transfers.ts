import type { OrderKey } from '@snacks/domain/ports';
import { STOCK_ROWS } from '../tables.js';
import { inTransit, ROW_NUMBERS, type RowKey, type StockRow } from './stock-row.js';
import type { StockRows } from './stock-rows.js';

/** The maximum number of attempts to bring pieces to a row while other calls take them. */
const MAX_ATTEMPTS = 50;

type Rows = readonly (StockRow | undefined)[];

/**
 * Moves pieces between the rows of a snack's stock. A row that sends counts all pieces that it ever sent to
 * the other, and that one counts all that ever arrived: the difference is in transit. So a transfer is two
 * writes, of which each takes effect once, and any later call completes one that broke off.
 */
export class PieceTransfers {
  constructor(private readonly rows: StockRows) {}

  /** Reads all rows of a snack. */
  async read(name: string): Promise<Rows> {
    return this.rows.read(
      ROW_NUMBERS.map((row) => ({ name, row })),
      'strong',
    );
  }

  /** Completes the transfers that broke off. Returns the rows. */
  async complete(name: string): Promise<Rows> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const rows = await this.read(name);
      if (!(await this.receiveAll(name, rows))) return rows;
    }
    return this.read(name);
  }

  /**
   * Brings at least as many pieces to a row as an order wants, unless it holds them there already, or all
   * rows together have fewer. Takes half of another row's pieces if that is more, so that the next orders
   * of the row find some.
   */
  async gather(
    { name, row: home }: RowKey,
    order: OrderKey,
    quantity: number,
  ): Promise<'held already' | 'in stock' | 'short'> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const rows = await this.complete(name);
      if (rows[home]?.held.has(order) === true) return 'held already'; // by a concurrent run
      const pieces = rows.map((row) => row?.available ?? 0);
      const missing = quantity - (pieces[home] ?? 0);
      if (missing <= 0) return 'in stock';
      if (pieces.reduce((sum, one) => sum + one, 0) < quantity) return 'short';
      await this.transfer(name, rows, { from: richest(pieces, home), to: home, missing });
    }
    return 'in stock'; // The hold finds out whether the pieces are still there.
  }

  private async transfer(
    name: string,
    rows: Rows,
    { from, to, missing }: { readonly from: number; readonly to: number; readonly missing: number },
  ): Promise<void> {
    const available = rows[from]?.available ?? 0;
    const pieces = Math.min(available, Math.max(missing, Math.floor(available / 2)));
    const { total } = inTransit(rows, from, to);
    const isSent = await this.rows.send({ name, row: from }, { to, pieces, sentBefore: total });
    if (!isSent) return;
    const receivedBefore = rows[to]?.received.get(from) ?? 0;
    await this.rows.receive({ name, row: to }, { from, sent: total + pieces, receivedBefore });
  }

  /** Completes all transfers that the rows show in transit. Returns whether there were any. */
  private async receiveAll(name: string, rows: Rows): Promise<boolean> {
    let found = false;
    for (const from of ROW_NUMBERS) {
      for (const to of ROW_NUMBERS) {
        const { total, received, pieces } = inTransit(rows, from, to);
        if (pieces === 0) continue;
        found = true;
        await this.rows.receive({ name, row: to }, { from, sent: total, receivedBefore: received });
      }
    }
    return found;
  }
}

/** The row with the most pieces, except for one. */
function richest(pieces: readonly number[], except: number): number {
  let best = (except + 1) % STOCK_ROWS;
  for (const row of ROW_NUMBERS) {
    if (row !== except && (pieces[row] ?? 0) > (pieces[best] ?? 0)) best = row;
  }
  return best;
}
