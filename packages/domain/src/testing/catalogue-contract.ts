import type { Snack } from '../catalogue/catalogue.js';
import { LIMITS } from '../order/limits.js';
import { parseAmount } from '../order/money.js';
import type { Catalogue } from '../ports/catalogue.js';
import { assertEqual, assertRejected, present } from './assertions.js';
import { contractSuite, type ContractOptions, type TestFunctions } from './contract-suite.js';

/** A snack at 3.99, or at another decimal price. */
export function aSnack(name = 'Chips', price = 3.99): Snack {
  return { name, price: present(parseAmount(price), 'price') };
}

/** Tests the guarantees of the {@link Catalogue} port. `createSubject` returns an empty catalogue. */
export function catalogueContract(
  functions: TestFunctions,
  createSubject: () => Promise<Catalogue>,
  options: ContractOptions<Catalogue> = {},
): void {
  const { describe, it } = contractSuite('Catalogue', functions, createSubject, options);
  describe('a catalogue', () => {
    it('is empty before its first change', async (create) => {
      const catalogue = await create();

      assertEqual(await catalogue.read(), { version: 0, snacks: [] }, 'catalogue');
    });

    it('has every snack that was put, sorted by name, and a version that rises with each change', async (create) => {
      const catalogue = await create();

      assertEqual(await catalogue.put(aSnack('Soda', 1.99)), 'added', 'first result');
      assertEqual(await catalogue.put(aSnack('Chips', 3.99)), 'added', 'second result');
      assertEqual(await catalogue.put(aSnack('__proto__', 0)), 'added', 'third result');

      const snacks = [aSnack('Chips', 3.99), aSnack('Soda', 1.99), aSnack('__proto__', 0)];
      assertEqual(await catalogue.read(), { version: 3, snacks }, 'catalogue');
    });

    it('has the latest price of a snack', async (create) => {
      const catalogue = await create();
      await catalogue.put(aSnack('Chips', 3.99));

      assertEqual(await catalogue.put(aSnack('Chips', 4.5)), 'changed', 'result');

      assertEqual(
        await catalogue.read(),
        { version: 2, snacks: [aSnack('Chips', 4.5)] },
        'catalogue',
      );
    });

    it('keeps its version if a call changes nothing', async (create) => {
      const catalogue = await create();
      await catalogue.put(aSnack());
      const before = await catalogue.read();

      assertEqual(await catalogue.put(aSnack()), 'unchanged', 'result of a repeated put');
      assertEqual(await catalogue.remove('Soda'), 'unknown', 'result of a remove');

      assertEqual(await catalogue.read(), before, 'catalogue');
    });

    it('does not have a snack that was removed', async (create) => {
      const catalogue = await create();
      await catalogue.put(aSnack('Chips'));
      await catalogue.put(aSnack('Soda'));

      assertEqual(await catalogue.remove('Chips'), 'removed', 'result');

      assertEqual(await catalogue.read(), { version: 3, snacks: [aSnack('Soda')] }, 'catalogue');
    });

    it('loses no change of 10 concurrent callers', async (create) => {
      const catalogue = await create();
      const snacks = Array.from({ length: 10 }, (_, n) => aSnack(`Snack ${n}`, n));

      const outcomes = await Promise.all(snacks.map(async (snack) => catalogue.put(snack)));

      assertEqual(
        outcomes,
        snacks.map(() => 'added'),
        'results',
      );
      assertEqual(await catalogue.read(), { version: 10, snacks }, 'catalogue');
    });

    it('refuses one snack more than its maximum, but changes the price of one that it has', async (create) => {
      const catalogue = await create();
      const names = Array.from(
        { length: LIMITS.catalogueSnacks },
        (_, n) => `Snack ${String(n).padStart(3, '0')}`,
      );
      for (const name of names) await catalogue.put(aSnack(name));

      await assertRejected(catalogue.put(aSnack('one more')), 'CATALOGUE_FULL');
      assertEqual(await catalogue.put(aSnack(names[0], 1)), 'changed', 'result');

      const { version, snacks } = await catalogue.read();
      assertEqual(version, names.length + 1, 'version');
      assertEqual(
        snacks.map(({ name }) => name),
        names,
        'names',
      );
    });
  });
}
