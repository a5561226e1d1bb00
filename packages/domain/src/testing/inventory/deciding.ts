import { anOrderKey } from '../builders.js';
import { assertEqual, assertRejected } from '../assertions.js';
import { assertLevel } from './levels.js';
import type { Stock, StockSuite } from './stock-suite.js';

const LINES = [{ name: 'Chips', quantity: 2 }];

async function withChips(create: (unknownSnacks: 'unlimited') => Promise<Stock>) {
  const stock = await create('unlimited');
  await stock.setAvailable('Chips', 5);
  return { stock, order: anOrderKey() };
}

/** The guarantees of `release` and `confirm`, and of later calls. */
export function decidingContract({ describe, it }: StockSuite): void {
  describe('an inventory: releasing', () => {
    it('releases the reservation of the order once', async (create) => {
      const { stock, order } = await withChips(create);
      await stock.reserve(order, LINES);
      await stock.reserve(anOrderKey(), LINES);

      await stock.release(order, LINES);
      await stock.release(order, LINES);

      await assertLevel(stock, 'Chips', [3, 2, 0]);
    });

    it('releases nothing if the order has no reservation', async (create) => {
      const { stock, order } = await withChips(create);

      await stock.release(order, LINES);

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });

    it('reserves nothing for an order after its release, with or without a reservation before', async (create) => {
      const { stock, order } = await withChips(create);
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
    it('sells the reservation of the order once', async (create) => {
      const { stock, order } = await withChips(create);
      await stock.reserve(order, LINES);

      await stock.confirm(order, LINES);
      await stock.confirm(order, LINES);

      await assertLevel(stock, 'Chips', [3, 0, 2]);
    });

    it('sells nothing if the order has no reservation', async (create) => {
      const { stock, order } = await withChips(create);

      await stock.confirm(order, LINES);

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });

    it('reserves nothing more for a sold order, although that returns reserved', async (create) => {
      const { stock, order } = await withChips(create);
      await stock.reserve(order, LINES);
      await stock.confirm(order, LINES);

      assertEqual(await stock.reserve(order, LINES), 'reserved', 'result');
      await stock.confirm(order, LINES);

      await assertLevel(stock, 'Chips', [3, 0, 2]);
    });

    it('releases no sold pieces', async (create) => {
      const { stock, order } = await withChips(create);
      await stock.reserve(order, LINES);
      await stock.confirm(order, LINES);

      await stock.release(order, LINES);

      await assertLevel(stock, 'Chips', [3, 0, 2]);
    });

    it('refuses to confirm an order that was released', async (create) => {
      const { stock, order } = await withChips(create);
      await stock.reserve(order, LINES);
      await stock.release(order, LINES);

      await assertRejected(stock.confirm(order, LINES), 'RESERVATION_RELEASED');

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });
  });
}
