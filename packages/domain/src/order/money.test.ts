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
  throw new Error(`${amount} is no amount of cents`);
}

/** Amounts of every size, from no cent to the largest that `max` allows. */
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
  it('gives back every amount that was written as a decimal', () => {
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

  it('gives back every amount that a price can have', () => {
    for (let amount = 0; amount <= LIMITS.priceCents; amount += 1) {
      if (parseAmount(toDecimal(cents(amount))) !== amount) throw new Error(`lost ${amount}`);
    }

    expect(parseAmount(LIMITS.priceCents / 100)).toBe(LIMITS.priceCents);
  });

  it('reads what a client would write: 3.99 are 399 cents', () => {
    expect([3.99, 1.1, 0.29, 4.35, 8.2, 0, 10_000].map(parseAmount)).toEqual([
      399, 110, 29, 435, 820, 0, 1_000_000,
    ]);
  });

  it('takes minus zero for zero', () => {
    expect(Object.is(parseAmount(-0), 0)).toBe(true);
  });

  it.each([
    ['more than two decimals', 1.005],
    ['three decimals', 0.001],
    ['a sum of floats that is not what it seems', 0.1 + 0.2],
    ['a negative', -0.01],
    ['not a number', NaN],
    ['infinity', Infinity],
    ['minus infinity', -Infinity],
    ['a number beyond doubles', JSON.parse('1e309')],
    ['the tiniest number', Number.MIN_VALUE],
    ['more than the largest amount', MAX_DECIMAL_CENTS / 100 + 0.01],
    ['text', '3.99'],
    ['a bigint', 3n],
    ['null', null],
    ['nothing', undefined],
    ['a list', [3.99]],
  ])('refuses %s', (_what, value: unknown) => {
    expect(parseAmount(value)).toBeUndefined();
  });

  it('refuses every number with a third decimal, and never rounds it', () => {
    fc.assert(
      fc.property(fc.nat(LIMITS.priceCents), fc.integer({ min: 1, max: 9 }), (amount, third) => {
        const decimal = Number(
          `${Math.floor(amount / 100)}.${`${amount % 100}`.padStart(2, '0')}${third}`,
        );

        expect(parseAmount(decimal)).toBeUndefined();
      }),
    );
  });

  it('refuses every negative', () => {
    fc.assert(
      fc.property(fc.double({ max: -Number.MIN_VALUE, noNaN: true }), (negative) => {
        expect(parseAmount(negative)).toBeUndefined();
      }),
    );
  });

  it('accepts a number only where its cents, as a decimal, are that very number', () => {
    fc.assert(
      fc.property(fc.double(), (decimal) => {
        const amount = parseAmount(decimal);

        expect(amount === undefined || toDecimal(amount) === decimal).toBe(true);
      }),
    );
  });

  it('reads up to ten trillion, beyond which two amounts can share one decimal', () => {
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

  it('is exact, or undefined where it is beyond 2^53', () => {
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

  it('reaches the largest exact amount, and not one cent more', () => {
    const largest = { quantity: 1, price: cents(Number.MAX_SAFE_INTEGER) };

    expect(sumLines([largest])).toBe(Number.MAX_SAFE_INTEGER);
    expect(sumLines([largest, { quantity: 1, price: cents(1) }])).toBeUndefined();
  });

  it('stays undefined once it was beyond 2^53, whatever the later lines cost', () => {
    const tooMuch = { quantity: 2, price: cents(Number.MAX_SAFE_INTEGER) };

    expect(sumLines([tooMuch, { quantity: 0, price: cents(0) }])).toBeUndefined();
  });

  it('is nothing for no lines, and undefined for a part of a piece', () => {
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
