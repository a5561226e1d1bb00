import { anOrderKey } from '../builders.js';
import { assertEqual } from '../assertions.js';
import { assertLevel } from './levels.js';
import type { StockSuite } from './stock-suite.js';

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** The guarantees for concurrent calls. */
export function contendingContract({ describe, it }: StockSuite): void {
  describe('an inventory: concurrent calls', () => {
    it('reserves once for one order, however many calls there are', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      const order = anOrderKey();
      const lines = [{ name: 'Chips', quantity: 2 }];

      const results = await Promise.all(times(20, async () => stock.reserve(order, lines)));

      assertEqual([...new Set(results)], ['reserved'], 'results');
      await assertLevel(stock, 'Chips', [3, 2, 0]);
    });

    it('reserves exactly the available pieces for more orders than that', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 20);
      const lines = [{ name: 'Chips', quantity: 1 }];

      const results = await Promise.all(times(60, async () => stock.reserve(anOrderKey(), lines)));

      assertEqual(results.filter((result) => result === 'reserved').length, 20, 'reserved');
      await assertLevel(stock, 'Chips', [0, 20, 0]);
    });

    it('reserves all lines or none, also if orders have them in different sequences', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 10);
      await stock.setAvailable('Soda', 4);
      const chips = { name: 'Chips', quantity: 1 };
      const soda = { name: 'Soda', quantity: 1 };

      const results = await Promise.all(
        times(16, async (n) => stock.reserve(anOrderKey(), n % 2 ? [chips, soda] : [soda, chips])),
      );

      const reserved = results.filter((result) => result === 'reserved').length;
      await assertLevel(stock, 'Chips', [10 - reserved, reserved, 0]);
      await assertLevel(stock, 'Soda', [4 - reserved, reserved, 0]);
    });

    it('leaves nothing reserved for orders that are released while they reserve', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 30);
      await stock.setAvailable('Soda', 30);
      const lines = ['Chips', 'Soda'].map((name) => ({ name, quantity: 1 }));

      await Promise.all(
        times(20, async () => {
          const order = anOrderKey();
          await Promise.all([
            stock.reserve(order, lines),
            stock.release(order, lines),
            stock.reserve(order, lines),
          ]);
        }),
      );

      await assertLevel(stock, 'Chips', [30, 0, 0]);
      await assertLevel(stock, 'Soda', [30, 0, 0]);
    });

    it('sells once, also if orders are confirmed twice while late calls reserve', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 30);
      const lines = [{ name: 'Chips', quantity: 1 }];
      const orders = times(20, () => anOrderKey());
      await Promise.all(orders.map(async (order) => stock.reserve(order, lines)));

      await Promise.all(
        orders.flatMap((order) => [
          stock.confirm(order, lines),
          stock.reserve(order, lines),
          stock.confirm(order, lines),
        ]),
      );

      await assertLevel(stock, 'Chips', [10, 0, 20]);
    });
  });
}
