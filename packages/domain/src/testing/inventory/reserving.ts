import { anOrderKey } from '../builders.js';
import { assertEqual } from '../assertions.js';
import { assertLevel } from './levels.js';
import type { StockSuite } from './stock-suite.js';

const CHIPS_AND_SODA = [
  { name: 'Chips', quantity: 2 },
  { name: 'Soda', quantity: 1 },
];

/** The guarantees of `reserve`. */
export function reservingContract({ describe, it }: StockSuite): void {
  describe('an inventory: reserving', () => {
    it('reserves all lines of an order', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      await stock.setAvailable('Soda', 1);

      assertEqual(await stock.reserve(anOrderKey(), CHIPS_AND_SODA), 'reserved', 'result');

      await assertLevel(stock, 'Chips', [3, 2, 0]);
      await assertLevel(stock, 'Soda', [0, 1, 0]);
    });

    it('reserves once, however often it is called', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      const order = anOrderKey();
      for (let call = 1; call <= 3; call += 1) {
        assertEqual(await stock.reserve(order, CHIPS_AND_SODA), 'reserved', `result ${call}`);
      }

      await assertLevel(stock, 'Chips', [3, 2, 0]);
    });

    it('reserves no line if one is not available', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      await stock.setAvailable('Soda', 0);

      assertEqual(await stock.reserve(anOrderKey(), CHIPS_AND_SODA), 'out of stock', 'result');

      await assertLevel(stock, 'Chips', [5, 0, 0]);
      await assertLevel(stock, 'Soda', [0, 0, 0]);
    });

    it('refuses an order again, even if there is stock now', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 1);
      const order = anOrderKey();
      await stock.reserve(order, CHIPS_AND_SODA);
      await stock.setAvailable('Chips', 5);

      assertEqual(await stock.reserve(order, CHIPS_AND_SODA), 'out of stock', 'result');

      await assertLevel(stock, 'Chips', [5, 0, 0]);
      assertEqual(await stock.reserve(anOrderKey(), CHIPS_AND_SODA), 'reserved', 'another order');
    });

    it('adds up the lines of the same snack', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      const lines = [
        { name: 'Chips', quantity: 3 },
        { name: 'Chips', quantity: 2 },
      ];

      const order = anOrderKey();
      assertEqual(await stock.reserve(order, lines), 'reserved', 'result');
      await assertLevel(stock, 'Chips', [0, 5, 0]);
      await stock.release(order, lines);
      await assertLevel(stock, 'Chips', [5, 0, 0]);
      await stock.setAvailable('Chips', 4);

      assertEqual(
        await stock.reserve(anOrderKey(), lines),
        'out of stock',
        'result with one piece less',
      );
      await assertLevel(stock, 'Chips', [4, 0, 0]);
    });

    it('reserves any number of a snack without a stock record, if those are unlimited', async (create) => {
      const stock = await create('unlimited');

      assertEqual(await stock.reserve(anOrderKey(), CHIPS_AND_SODA), 'reserved', 'result');

      assertEqual(await stock.find('Chips'), undefined, 'stock of Chips');
    });

    it('reserves no snack without a stock record, if those are refused', async (create) => {
      const stock = await create('refused');
      await stock.setAvailable('Chips', 5);

      assertEqual(await stock.reserve(anOrderKey(), CHIPS_AND_SODA), 'out of stock', 'result');

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });
  });
}
