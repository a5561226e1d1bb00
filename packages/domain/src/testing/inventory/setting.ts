import { anOrderKey } from '../builders.js';
import { assertEqual, assertRejected } from '../assertions.js';
import { assertLevel } from './levels.js';
import { reserve, type StockSuite } from './stock-suite.js';

const LINES = [{ name: 'Chips', quantity: 2 }];

/** The guarantees of `setAvailable`. */
export function settingContract({ describe, it }: StockSuite): void {
  describe('stock records', () => {
    it('keeps reserved and sold pieces when the available ones are set', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 4);
      const [sold, reserved] = [anOrderKey(), anOrderKey()];
      await reserve(stock, sold, LINES);
      await stock.confirm(sold, LINES);
      await reserve(stock, reserved, LINES);

      await stock.setAvailable('Chips', 7);

      await assertLevel(stock, 'Chips', [7, 2, 2]);
      await stock.release(reserved, LINES);
      await assertLevel(stock, 'Chips', [9, 0, 2]);
    });

    it('accepts only a whole number of pieces as the available ones', async (create) => {
      const stock = await create('unlimited');

      for (const quantity of [-1, 1.5, Number.NaN, 2 ** 53]) {
        await assertRejected(stock.setAvailable('Chips', quantity), 'STOCK_QUANTITY_INVALID');
      }

      assertEqual(await stock.find('Chips'), undefined, 'stock of Chips');
    });
  });
}
