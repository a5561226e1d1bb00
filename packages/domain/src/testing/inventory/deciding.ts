import { anOrderKey } from '../builders.js';
import { assertEqual } from '../assertions.js';
import { assertLevel } from './levels.js';
import { reserve, type Stock, type StockSuite } from './stock-suite.js';

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
      await reserve(stock, order, LINES);
      await reserve(stock, anOrderKey(), LINES);

      await stock.release(order, LINES);
      await stock.release(order, LINES);

      await assertLevel(stock, 'Chips', [3, 2, 0]);
    });

    it('releases nothing if the order has no reservation', async (create) => {
      const { stock, order } = await withChips(create);

      await stock.release(order, LINES);

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });

    it('reserves nothing by a hold that was prepared before the release', async (create) => {
      const { stock, order } = await withChips(create);
      const late = await stock.prepare(order, LINES);

      await stock.release(order, LINES);

      assertEqual(await late.hold(), 'outdated', 'result');
      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });

    it('reserves nothing again by such a hold if the order had a reservation', async (create) => {
      const { stock, order } = await withChips(create);
      const late = await stock.prepare(order, LINES);
      await reserve(stock, order, LINES);

      await stock.release(order, LINES);

      assertEqual(await late.hold(), 'outdated', 'result');
      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });
  });

  describe('an inventory: confirming', () => {
    it('sells the reservation of the order once', async (create) => {
      const { stock, order } = await withChips(create);
      await reserve(stock, order, LINES);

      await stock.confirm(order, LINES);
      await stock.confirm(order, LINES);

      await assertLevel(stock, 'Chips', [3, 0, 2]);
    });

    it('sells nothing if the order has no reservation', async (create) => {
      const { stock, order } = await withChips(create);

      await stock.confirm(order, LINES);

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });

    it('reserves nothing by a hold that was prepared before the sale', async (create) => {
      const { stock, order } = await withChips(create);
      const late = await stock.prepare(order, LINES);
      await reserve(stock, order, LINES);
      const later = await stock.prepare(order, LINES);

      await stock.confirm(order, LINES);

      assertEqual(await late.hold(), 'outdated', 'result');
      await later.hold(); // it may find that the order had its reservation
      await assertLevel(stock, 'Chips', [3, 0, 2]);
    });
  });
}
