import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { LIMITS } from './limits.js';
import {
  isCents,
  MAX_DECIMAL_CENTS,
  parseAmount,
  sumLines,
  toDecimal,
  type Cents,
} from './money.js';

function cents(amount: number): Cents {
  if (isCents(amount)) return amount;
  throw new Error(`${amount} is not an amount of cents`);
}

/** Amounts of every size, from 0 to `max` cents. */
function anyCents(max: number): fc.Arbitrary<Cents> {
  return fc
    .oneof(fc.maxSafeNat(), fc.nat(1_000), fc.nat(LIMITS.priceCents))
    .filter((amount) => amount <= max)
    .map(cents);
}

describe('an amount in cents', () => {
  it.each([0, 1, 399, Number.MAX_SAFE_INTEGER])('can be %p', (amount) => {
    expect(isCents(amount)).toBe(true);
  });

  it.each([-1, 0.5, NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER + 1])(
    'cannot be %p',
    (amount) => {
      expect(isCents(amount)).toBe(false);
    },
  );
});

describe('reading a decimal amount', () => {
  it('returns every amount whose decimal it reads', () => {
    const anyAmount = fc.oneof(
      fc.integer({ min: 0, max: MAX_DECIMAL_CENTS }),
      fc.nat(LIMITS.priceCents),
    );

    fc.assert(
      fc.property(anyAmount, (amount) => {
        expect(parseAmount(toDecimal(cents(amount)))).toBe(amount);
      }),
      { numRuns: 5_000 },
    );
  });

  it('returns every amount that a price can have', () => {
    for (let amount = 0; amount <= LIMITS.priceCents; amount += 1) {
      if (parseAmount(toDecimal(cents(amount))) !== amount) throw new Error(`Not read: ${amount}`);
    }

    expect(parseAmount(LIMITS.priceCents / 100)).toBe(LIMITS.priceCents);
  });

  it('reads decimals as clients write them: 3.99 is 399 cents', () => {
    expect([3.99, 1.1, 0.29, 4.35, 8.2, 0, 10_000].map(parseAmount)).toEqual([
      399, 110, 29, 435, 820, 0, 1_000_000,
    ]);
  });

  it('reads minus zero as zero', () => {
    expect(Object.is(parseAmount(-0), 0)).toBe(true);
  });

  it.each([
    ['more than two decimals', 1.005],
    ['three decimals', 0.001],
    ['a sum with a rounding error', 0.1 + 0.2],
    ['a negative number', -0.01],
    ['not a number', NaN],
    ['infinity', Infinity],
    ['minus infinity', -Infinity],
    ['a number beyond doubles', JSON.parse('1e309')],
    ['the tiniest number', Number.MIN_VALUE],
    ['more than the largest amount', MAX_DECIMAL_CENTS / 100 + 0.01],
    ['text', '3.99'],
    ['a bigint', 3n],
    ['null', null],
    ['undefined', undefined],
    ['a list', [3.99]],
  ])('refuses %s', (_what, value: unknown) => {
    expect(parseAmount(value)).toBeUndefined();
  });

  it('refuses every number with a third decimal, instead of rounding it', () => {
    fc.assert(
      fc.property(fc.nat(LIMITS.priceCents), fc.integer({ min: 1, max: 9 }), (amount, third) => {
        const decimal = Number(
          `${Math.floor(amount / 100)}.${`${amount % 100}`.padStart(2, '0')}${third}`,
        );

        expect(parseAmount(decimal)).toBeUndefined();
      }),
    );
  });

  it('refuses every negative number', () => {
    fc.assert(
      fc.property(fc.double({ max: -Number.MIN_VALUE, noNaN: true }), (negative) => {
        expect(parseAmount(negative)).toBeUndefined();
      }),
    );
  });

  it('accepts only numbers that equal their cents as a decimal', () => {
    fc.assert(
      fc.property(fc.double(), (decimal) => {
        const amount = parseAmount(decimal);

        expect(amount === undefined || toDecimal(amount) === decimal).toBe(true);
      }),
    );
  });

  it('reads at most ten trillion, because two larger amounts can share one decimal', () => {
    const shared = 2 ** 53 - 4;

    expect(parseAmount(MAX_DECIMAL_CENTS / 100)).toBe(MAX_DECIMAL_CENTS);
    expect(toDecimal(cents(shared))).toBe(toDecimal(cents(shared - 1)));
    expect(parseAmount(toDecimal(cents(shared)))).toBeUndefined();
  });
});

describe('the sum of all lines', () => {
  const anyLine = fc.record({
    quantity: fc.oneof(fc.integer({ min: 1, max: LIMITS.quantity }), fc.maxSafeNat()),
    price: anyCents(Number.MAX_SAFE_INTEGER),
  });

  it('is exact, or undefined above 2^53 - 1', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 20 }), (lines) => {
        const exact = lines.reduce(
          (sum, { quantity, price }) => sum + BigInt(quantity) * BigInt(price),
          0n,
        );

        expect(sumLines(lines)).toBe(
          exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(exact) : undefined,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('can be the largest exact amount, but not more', () => {
    const largest = { quantity: 1, price: cents(Number.MAX_SAFE_INTEGER) };

    expect(sumLines([largest])).toBe(Number.MAX_SAFE_INTEGER);
    expect(sumLines([largest, { quantity: 1, price: cents(1) }])).toBeUndefined();
  });

  it('stays undefined once it was above 2^53 - 1, also if later lines cost nothing', () => {
    const tooMuch = { quantity: 2, price: cents(Number.MAX_SAFE_INTEGER) };

    expect(sumLines([tooMuch, { quantity: 0, price: cents(0) }])).toBeUndefined();
  });

  it('is 0 without lines, and undefined for a fraction of a cent', () => {
    expect(sumLines([])).toBe(0);
    expect(sumLines([{ quantity: 0.5, price: cents(1) }])).toBeUndefined();
  });

  it('is exact for the largest order that the limits allow', () => {
    const lines = Array.from({ length: LIMITS.snackItems }, () => ({
      quantity: LIMITS.quantity,
      price: cents(LIMITS.priceCents),
    }));

    const sum = sumLines(lines);

    expect(sum).toBe(LIMITS.snackItems * LIMITS.quantity * LIMITS.priceCents);
    expect(sum).toBeLessThanOrEqual(MAX_DECIMAL_CENTS);
  });
});
