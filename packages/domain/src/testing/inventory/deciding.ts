import type { Inventory } from '../../ports/inventory.js';
import type { StockRecords } from '../../ports/stock-records.js';
import { anOrderKey } from '../builders.js';
import { assertEqual, assertRejected, type TestFunctions } from '../test-functions.js';
import { assertLevel } from './levels.js';

const LINES = [{ name: 'Chips', quantity: 2 }];

/** The guarantees of `release` and `confirm`, and of later calls. */
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
    it('releases the reservation of the order once', async () => {
      const { stock, order } = await withChips();
      await stock.reserve(order, LINES);
      await stock.reserve(anOrderKey(), LINES);

      await stock.release(order, LINES);
      await stock.release(order, LINES);

      await assertLevel(stock, 'Chips', [3, 2, 0]);
    });

    it('changes nothing if the order has no reservation', async () => {
      const { stock, order } = await withChips();

      await stock.release(order, LINES);

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });

    it('is final: the order cannot reserve again, with or without a reservation before', async () => {
      const { stock, order } = await withChips();
      const another = anOrderKey();
      await stock.reserve(order, LINES);
      await stock.release(order, LINES);
      await stock.release(another, LINES);

      assertEqual(await stock.reserve(order, LINES), 'out of stock', 'result');
      assertEqual(await stock.reserve(another, LINES), 'out of stock', 'result for the other');

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });
  });

  describe('an inventory: confirming', () => {
    it('sells the reservation of the order once', async () => {
      const { stock, order } = await withChips();
      await stock.reserve(order, LINES);

      await stock.confirm(order, LINES);
      await stock.confirm(order, LINES);

      await assertLevel(stock, 'Chips', [3, 0, 2]);
    });

    it('sells nothing if the order has no reservation', async () => {
      const { stock, order } = await withChips();

      await stock.confirm(order, LINES);

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });

    it('reserves nothing more for the order, although that returns reserved', async () => {
      const { stock, order } = await withChips();
      await stock.reserve(order, LINES);
      await stock.confirm(order, LINES);

      assertEqual(await stock.reserve(order, LINES), 'reserved', 'result');
      await stock.confirm(order, LINES);

      await assertLevel(stock, 'Chips', [3, 0, 2]);
    });

    it('is final: sold pieces are not released', async () => {
      const { stock, order } = await withChips();
      await stock.reserve(order, LINES);
      await stock.confirm(order, LINES);

      await stock.release(order, LINES);

      await assertLevel(stock, 'Chips', [3, 0, 2]);
    });

    it('fails if the order was released', async () => {
      const { stock, order } = await withChips();
      await stock.reserve(order, LINES);
      await stock.release(order, LINES);

      await assertRejected(stock.confirm(order, LINES), 'RESERVATION_RELEASED');

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });
  });
}
