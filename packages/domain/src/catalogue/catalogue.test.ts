import { describe, expect, it } from '@jest/globals';
import { aBrokenGuarantee, failuresOf } from '../../test/contract-failures.js';
import { InMemoryCatalogue } from '../../test/in-memory-catalogue.js';
import { hasCode } from '../errors.js';
import { readOrderRequest } from '../order/order-request.js';
import type { SnackItem } from '../order/order.js';
import { aSnack, catalogueContract } from '../testing/catalogue-contract.js';
import { anOrderRequest } from '../testing/builders.js';
import type { FieldIssue } from '../validation/field-rule.js';
import { toSnackRecord, type Snack } from './catalogue.js';
import { Prices, type CatalogueUse } from './prices.js';

catalogueContract({ describe, it }, async () => new InMemoryCatalogue());

class LosesConcurrentChanges extends InMemoryCatalogue {
  override async put(snack: Snack): Promise<'added' | 'changed' | 'unchanged'> {
    const { version, snacks } = await this.read();
    this.current = { version: version + 1, snacks: [...snacks, snack] };
    return 'added';
  }
}

class RaisesItsVersionAlways extends InMemoryCatalogue {
  override async remove(name: string): Promise<'removed' | 'unknown'> {
    const outcome = await super.remove(name);
    this.current = { ...this.current, version: this.current.version + 1 };
    return outcome;
  }
}

class KeepsRemovedSnacks extends InMemoryCatalogue {
  override async remove(): Promise<'removed' | 'unknown'> {
    return 'removed';
  }
}

describe('the contract of catalogues', () => {
  it.each([
    {
      flaw: 'loses concurrent changes',
      Broken: LosesConcurrentChanges,
      test: 'loses no change of 10 concurrent callers',
    },
    {
      flaw: 'raises its version with every call',
      Broken: RaisesItsVersionAlways,
      test: 'keeps its version if a call changes nothing',
    },
    {
      flaw: 'keeps removed snacks',
      Broken: KeepsRemovedSnacks,
      test: 'does not have a snack that was removed',
    },
  ])('detects a catalogue that $flaw', async ({ Broken, test }) => {
    const failures = await failuresOf((functions) =>
      catalogueContract(functions, async () => new Broken()),
    );

    expect(failures).toContainEqual(aBrokenGuarantee('Catalogue', test));
  });
});

/** The items of an order at decimal prices. */
function items(...lines: readonly (readonly [string, number, number])[]): readonly SnackItem[] {
  const snackItems = lines.map(([name, quantity, price]) => ({ name, quantity, price }));
  const cents = lines.reduce((sum, [, quantity, price]) => sum + quantity * price * 100, 0);
  const request = anOrderRequest({ snackItems, totalAmount: Math.round(cents) / 100 });
  return readOrderRequest(request).snackItems;
}

function prices(use: CatalogueUse): Prices {
  return new Prices({ version: 2, snacks: [aSnack('Chips', 3.99), aSnack('Soda', 1.99)] }, use);
}

describe('the record of a snack', () => {
  it('has a decimal price', () => {
    expect(toSnackRecord(aSnack())).toEqual({ name: 'Chips', price: 3.99 });
  });
});

/** The issues of a check; none if it passes. */
function issuesOf(check: () => void): readonly FieldIssue[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!hasCode(error, 'PRICES_REFUSED')) throw error;
    return error.issues;
  }
}

describe('the prices of an order', () => {
  it.each(['optional', 'required'] as const)(
    'agree if every snack has the price of the catalogue: %s',
    (use) => {
      const order = items(['Chips', 2, 3.99], ['Soda', 1, 1.99]);

      expect(issuesOf(() => prices(use).check(order))).toEqual([]);
    },
  );

  it('are refused with the expected price of each snack', () => {
    const order = items(['Chips', 2, 0.01], ['Soda', 1, 1.99]);

    expect(issuesOf(() => prices('optional').check(order))).toEqual([
      {
        field: 'snackItems[0].price',
        code: 'PRICE_MISMATCH',
        message: 'must be 3.99, the price in the catalogue',
      },
    ]);
  });

  it('are set by the customer for a snack that an optional catalogue does not have', () => {
    expect(issuesOf(() => prices('optional').check(items(['Nuts', 1, 7])))).toEqual([]);
  });

  it('are refused for a snack that a required catalogue does not have', () => {
    const order = items(['Chips', 1, 3.99], ['Nuts', 1, 7]);

    expect(issuesOf(() => prices('required').check(order))).toEqual([
      {
        field: 'snackItems[1].name',
        code: 'SNACK_UNKNOWN',
        message: 'must be the name of a snack in the catalogue',
      },
    ]);
  });

  it.each([
    ['as many pieces', ['Chips', 2, 3], []],
    ['fewer pieces', ['Chips', 1, 3], []],
    ['more pieces', ['Chips', 3, 3], ['PRICE_MISMATCH']],
    ['another price', ['Chips', 2, 2], ['PRICE_MISMATCH']],
    ['another snack', ['Soda', 2, 3], ['PRICE_MISMATCH']],
  ] as const)(
    'of a line that was agreed before stay for the same snack: %s',
    (_what, line, codes) => {
      const agreed = items(['Chips', 2, 3]);

      const issues = issuesOf(() => prices('required').check(items(line), agreed));

      expect(issues.map(({ code }) => code)).toEqual(codes);
    },
  );
});
