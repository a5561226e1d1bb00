import type { Inventory } from '../../ports/inventory.js';
import type { StockRecords } from '../../ports/stock-records.js';
import { anOrderKey } from '../builders.js';
import { assertEqual, assertRejected, type TestFunctions } from '../test-functions.js';
import { assertLevel } from './levels.js';

const LINES = [{ name: 'Chips', quantity: 2 }];

/** What the port says of `release` and `confirm`, and of calls that come after them. */
export function decidingContract(
  { describe, it }: TestFunctions,
  create: () => Promise<Inventory & StockRecords>,
): void {
  async function withChips() {
    const stock = await create();
    await stock.setAvailable('Chips', 5);
    return { stock, order: anOrderKey() };
  }

  describe('an inventory: releasing', () => {
    it('puts back what the order holds, once', async () => {
      const { stock, order } = await withChips();
      await stock.reserve(order, LINES);
      await stock.reserve(anOrderKey(), LINES);

      await stock.release(order, LINES);
      await stock.release(order, LINES);

      await assertLevel(stock, 'Chips', [3, 2, 0]);
    });

    it('puts back nothing where the order holds nothing', async () => {
      const { stock, order } = await withChips();

      await stock.release(order, LINES);

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });

    it('lets the order never reserve again, whether it held something or not', async () => {
      const { stock, order } = await withChips();
      const another = anOrderKey();
      await stock.reserve(order, LINES);
      await stock.release(order, LINES);
      await stock.release(another, LINES);

      assertEqual(await stock.reserve(order, LINES), 'out of stock', 'response');
      assertEqual(await stock.reserve(another, LINES), 'out of stock', 'response to the other');

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });
  });

  describe('an inventory: settling', () => {
    it('counts as sold what the order holds, once', async () => {
      const { stock, order } = await withChips();
      await stock.reserve(order, LINES);

      await stock.confirm(order, LINES);
      await stock.confirm(order, LINES);

      await assertLevel(stock, 'Chips', [3, 0, 2]);
    });

    it('sells nothing where the order holds nothing', async () => {
      const { stock, order } = await withChips();

      await stock.confirm(order, LINES);

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });

    it('lets the order reserve nothing more: it is told that it has', async () => {
      const { stock, order } = await withChips();
      await stock.reserve(order, LINES);
      await stock.confirm(order, LINES);

      assertEqual(await stock.reserve(order, LINES), 'reserved', 'response');
      await stock.confirm(order, LINES);

      await assertLevel(stock, 'Chips', [3, 0, 2]);
    });

    it('is final: what is sold is not put back', async () => {
      const { stock, order } = await withChips();
      await stock.reserve(order, LINES);
      await stock.confirm(order, LINES);

      await stock.release(order, LINES);

      await assertLevel(stock, 'Chips', [3, 0, 2]);
    });

    it('fails where the order was released', async () => {
      const { stock, order } = await withChips();
      await stock.reserve(order, LINES);
      await stock.release(order, LINES);

      await assertRejected(stock.confirm(order, LINES), 'RESERVATION_RELEASED');

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });
  });
}
