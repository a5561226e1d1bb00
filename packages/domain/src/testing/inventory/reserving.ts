import type { Inventory, UnknownSnacks } from '../../ports/inventory.js';
import type { StockRecords } from '../../ports/stock-records.js';
import { anOrderKey } from '../builders.js';
import { assertEqual, assertRejected, type TestFunctions } from '../test-functions.js';
import { assertLevel } from './levels.js';

const CHIPS_AND_SODA = [
  { name: 'Chips', quantity: 2 },
  { name: 'Soda', quantity: 1 },
];

/** What the ports say of `reserve`, and of setting a stock. */
export function reservingContract(
  { describe, it }: TestFunctions,
  create: (unknownSnacks: UnknownSnacks) => Promise<Inventory & StockRecords>,
): void {
  describe('an inventory: reserving', () => {
    it('sets all lines of an order aside', async () => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      await stock.setAvailable('Soda', 1);

      assertEqual(await stock.reserve(anOrderKey(), CHIPS_AND_SODA), 'reserved', 'response');

      await assertLevel(stock, 'Chips', [3, 2, 0]);
      await assertLevel(stock, 'Soda', [0, 1, 0]);
    });

    it('reserves once, however often it is called', async () => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      const order = anOrderKey();
      for (let call = 1; call <= 3; call += 1) {
        assertEqual(await stock.reserve(order, CHIPS_AND_SODA), 'reserved', `response ${call}`);
      }

      await assertLevel(stock, 'Chips', [3, 2, 0]);
    });

    it('reserves none of the lines where one is not to be had', async () => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      await stock.setAvailable('Soda', 0);

      assertEqual(await stock.reserve(anOrderKey(), CHIPS_AND_SODA), 'out of stock', 'response');

      await assertLevel(stock, 'Chips', [5, 0, 0]);
      await assertLevel(stock, 'Soda', [0, 0, 0]);
    });

    it('refuses an order again that it refused, though there is stock now', async () => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 1);
      const order = anOrderKey();
      await stock.reserve(order, CHIPS_AND_SODA);
      await stock.setAvailable('Chips', 5);

      assertEqual(await stock.reserve(order, CHIPS_AND_SODA), 'out of stock', 'response');

      await assertLevel(stock, 'Chips', [5, 0, 0]);
      assertEqual(await stock.reserve(anOrderKey(), CHIPS_AND_SODA), 'reserved', 'another order');
    });

    it('counts a snack that stands in several lines as one', async () => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      const lines = [
        { name: 'Chips', quantity: 3 },
        { name: 'Chips', quantity: 2 },
      ];

      const order = anOrderKey();
      assertEqual(await stock.reserve(order, lines), 'reserved', 'response');
      await assertLevel(stock, 'Chips', [0, 5, 0]);
      await stock.release(order, lines);
      await assertLevel(stock, 'Chips', [5, 0, 0]);
      await stock.setAvailable('Chips', 4);

      assertEqual(await stock.reserve(anOrderKey(), lines), 'out of stock', 'with one too few');
      await assertLevel(stock, 'Chips', [4, 0, 0]);
    });

    it('has enough of a snack that nobody keeps a stock of', async () => {
      const stock = await create('unlimited');

      assertEqual(await stock.reserve(anOrderKey(), CHIPS_AND_SODA), 'reserved', 'response');

      assertEqual(await stock.find('Chips'), undefined, 'stock of Chips');
    });

    it('has none of such a snack where those are refused', async () => {
      const stock = await create('refused');
      await stock.setAvailable('Chips', 5);

      assertEqual(await stock.reserve(anOrderKey(), CHIPS_AND_SODA), 'out of stock', 'response');

      await assertLevel(stock, 'Chips', [5, 0, 0]);
    });

    it('is set to what is to be had, while what is reserved and sold stays', async () => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 4);
      const [sold, reserved] = [anOrderKey(), anOrderKey()];
      await stock.reserve(sold, CHIPS_AND_SODA);
      await stock.confirm(sold, CHIPS_AND_SODA);
      await stock.reserve(reserved, CHIPS_AND_SODA);

      await stock.setAvailable('Chips', 7);

      await assertLevel(stock, 'Chips', [7, 2, 2]);
      await stock.release(reserved, CHIPS_AND_SODA);
      await assertLevel(stock, 'Chips', [9, 0, 2]);
    });

    it('refuses to be set to anything but a number of pieces', async () => {
      const stock = await create('unlimited');

      for (const quantity of [-1, 1.5, Number.NaN, 2 ** 53]) {
        await assertRejected(stock.setAvailable('Chips', quantity), 'STOCK_QUANTITY_INVALID');
      }

      assertEqual(await stock.find('Chips'), undefined, 'stock of Chips');
    });
  });
}
