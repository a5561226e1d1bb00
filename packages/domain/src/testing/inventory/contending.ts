import type { StockLine } from '../../ports/inventory.js';
import { anOrderKey } from '../builders.js';
import { assertEqual } from '../assertions.js';
import { assertLevel } from './levels.js';
import { reserve, type StockSuite } from './stock-suite.js';

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** A line of two or three pieces. */
function linesOf(n: number): readonly StockLine[] {
  return [{ name: 'Chips', quantity: 2 + (n % 2) }];
}

/** The guarantees for concurrent calls. */
export function contendingContract({ describe, it }: StockSuite): void {
  describe('an inventory: concurrent calls', () => {
    it('reserves once for one order, however many calls there are', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 5);
      const order = anOrderKey();
      const lines = [{ name: 'Chips', quantity: 2 }];

      const results = await Promise.all(times(20, async () => reserve(stock, order, lines)));

      assertEqual([...new Set(results)], ['reserved'], 'results');
      await assertLevel(stock, 'Chips', [3, 2, 0]);
    });

    it('reserves the last pieces for an order, also if several of its calls were prepared', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 2);
      const order = anOrderKey();
      const lines = [{ name: 'Chips', quantity: 2 }];
      const reservations = await Promise.all(times(3, async () => stock.prepare(order, lines)));

      const results = await Promise.all(reservations.map(async (one) => one.hold()));

      assertEqual(results.includes('out of stock'), false, 'whether a call found too few pieces');
      await assertLevel(stock, 'Chips', [0, 2, 0]);
    });

    it('reserves exactly the available pieces for more orders than that', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 20);
      const lines = [{ name: 'Chips', quantity: 1 }];

      const results = await Promise.all(times(60, async () => reserve(stock, anOrderKey(), lines)));

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
        times(16, async (n) => {
          const [order, lines] = [anOrderKey(), n % 2 ? [chips, soda] : [soda, chips]];
          const outcome = await reserve(stock, order, lines);
          if (outcome !== 'reserved') await stock.release(order, lines);
          return outcome;
        }),
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
          const first = await stock.prepare(order, lines);
          const second = await stock.prepare(order, lines);
          await Promise.all([first.hold(), stock.release(order, lines), second.hold()]);
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
      await Promise.all(orders.map(async (order) => reserve(stock, order, lines)));
      const late = await Promise.all(
        orders.map(async (order) => ({ order, reservation: await stock.prepare(order, lines) })),
      );

      await Promise.all(
        late.flatMap(({ order, reservation }) => [
          stock.confirm(order, lines),
          reservation.hold(),
          stock.confirm(order, lines),
        ]),
      );

      await assertLevel(stock, 'Chips', [10, 0, 20]);
    });

    it('sells every piece and no more to orders of different sizes', async (create) => {
      const stock = await create('unlimited');
      await stock.setAvailable('Chips', 101);
      const one = [{ name: 'Chips', quantity: 1 }];
      const orders = times(80, () => anOrderKey());

      const results = await Promise.all(
        orders.map(async (order, n) => {
          const outcome = await reserve(stock, order, linesOf(n));
          if (outcome === 'reserved') await stock.confirm(order, linesOf(n));
          else await stock.release(order, linesOf(n));
          return outcome === 'reserved' ? 2 + (n % 2) : 0;
        }),
      );
      const sold = results.reduce((sum, quantity) => sum + quantity, 0);
      await assertLevel(stock, 'Chips', [101 - sold, 0, sold]);

      for (let left = 101 - sold; left > 0; left -= 1) {
        const order = anOrderKey();
        assertEqual(await reserve(stock, order, one), 'reserved', 'result for a last piece');
        await stock.confirm(order, one);
      }
      assertEqual(await reserve(stock, anOrderKey(), one), 'out of stock', 'result');
      await assertLevel(stock, 'Chips', [0, 0, 101]);
    });
  });
}
