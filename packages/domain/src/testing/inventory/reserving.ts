import { anOrderKey } from '../builders.js';
import { assertEqual } from '../assertions.js';
import { assertLevel } from './levels.js';
import { reserve, type StockSuite } from './stock-suite.js';

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

      assertEqual(await reserve(stock, anOrderKey(), CHIPS_AND_SODA), 'reserved', 'result');

      await assertLevel(stock, 'Chips', [3, 2, 0]);
      await assertLevel(stock, 'Soda', [0, 1, 0]);
    });

    it('reserves once, however often it is called', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      const order = anOrderKey();
      for (let call = 1; call <= 3; call += 1) {
        assertEqual(await reserve(stock, order, CHIPS_AND_SODA), 'reserved', `result ${call}`);
      }

      await assertLevel(stock, 'Chips', [3, 2, 0]);
    });

    it('changes nothing by preparing', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);

      await stock.prepare(anOrderKey(), CHIPS_AND_SODA);

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });

    it('does not reserve an order if one line is not available, and releases what it reserved', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      await stock.setAvailable('Soda', 0);
      const order = anOrderKey();

      assertEqual(await reserve(stock, order, CHIPS_AND_SODA), 'out of stock', 'result');

      await stock.release(order, CHIPS_AND_SODA);
      await assertLevel(stock, 'Chips', [5, 0, 0]);
      await assertLevel(stock, 'Soda', [0, 0, 0]);
    });

    it('reserves an order that found too few pieces once there are enough', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      await stock.setAvailable('Soda', 0);
      const order = anOrderKey();
      await reserve(stock, order, CHIPS_AND_SODA);
      await stock.setAvailable('Soda', 3);

      assertEqual(await reserve(stock, order, CHIPS_AND_SODA), 'reserved', 'result');

      await assertLevel(stock, 'Chips', [3, 2, 0]);
      await assertLevel(stock, 'Soda', [2, 1, 0]);
    });

    it('finds the last pieces of a snack, however many orders have reserved the others', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 130);
      const one = [{ name: 'Chips', quantity: 1 }];
      for (let n = 0; n < 40; n += 1) await reserve(stock, anOrderKey(), one);

      const many = [{ name: 'Chips', quantity: 89 }];
      assertEqual(await reserve(stock, anOrderKey(), many), 'reserved', 'result for 89 pieces');
      await assertLevel(stock, 'Chips', [1, 129, 0]);
      assertEqual(await reserve(stock, anOrderKey(), one), 'reserved', 'result for the last piece');
      assertEqual(await reserve(stock, anOrderKey(), one), 'out of stock', 'result after that');

      await assertLevel(stock, 'Chips', [0, 130, 0]);
    });

    it('adds up the lines of the same snack', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      const lines = [
        { name: 'Chips', quantity: 3 },
        { name: 'Chips', quantity: 2 },
      ];

      const order = anOrderKey();
      assertEqual(await reserve(stock, order, lines), 'reserved', 'result');
      await assertLevel(stock, 'Chips', [0, 5, 0]);
      await stock.release(order, lines);
      await assertLevel(stock, 'Chips', [5, 0, 0]);
      await stock.setAvailable('Chips', 4);

      assertEqual(
        await reserve(stock, anOrderKey(), lines),
        'out of stock',
        'result with one piece less',
      );
      await assertLevel(stock, 'Chips', [4, 0, 0]);
    });

    it('reserves any number of a snack without a stock record, if those are unlimited', async (create) => {
      const stock = await create('unlimited');

      assertEqual(await reserve(stock, anOrderKey(), CHIPS_AND_SODA), 'reserved', 'result');

      assertEqual(await stock.find('Chips'), undefined, 'stock of Chips');
    });

    it('reserves no snack without a stock record, if those are refused', async (create) => {
      const stock = await create('refused');
      await stock.setAvailable('Chips', 5);

      assertEqual(await reserve(stock, anOrderKey(), CHIPS_AND_SODA), 'out of stock', 'result');

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });
  });
}
