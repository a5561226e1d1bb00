declare const cents: unique symbol;

/** A whole, non-negative number of cents that a double holds exactly: 0 to 2^53 - 1. */
export type Cents = number & { readonly [cents]: true };

/**
 * The largest amount that is read from a decimal, in cents: ten trillion. Up to 2^44 the doubles
 * lie so close together that no two amounts share a decimal form; towards 2^53 cents they do, and
 * reading one would be rounding.
 */
export const MAX_DECIMAL_CENTS = 1_000_000_000_000_000;

/** Whether a number is an exact amount of cents. */
export function isCents(value: number): value is Cents {
  return Number.isSafeInteger(value) && value >= 0;
}

/**
 * Reads a decimal amount, such as the `3.99` of a JSON body, as cents.
 *
 * Never rounds: the amount is accepted only when it is the very number that its cents divided by
 * 100 give, and at most {@link MAX_DECIMAL_CENTS}. So `0.1 + 0.2`, `1.005`, a negative, `NaN` and
 * `1e309` (infinite once parsed) are not amounts, and `undefined` is returned for them, as for
 * anything that is not a number.
 */
export function parseAmount(decimal: unknown): Cents | undefined {
  if (typeof decimal !== 'number') return undefined;
  const amount = Math.round(decimal * 100) + 0; // adding zero turns -0 into 0
  if (!isCents(amount) || amount > MAX_DECIMAL_CENTS) return undefined;
  return toDecimal(amount) === decimal ? amount : undefined;
}

/** The decimal form of an amount, with at most two decimals: 399 cents are `3.99`. */
export function toDecimal(amount: Cents): number {
  return amount / 100;
}

/**
 * The exact price of all lines together, or `undefined` where it is not an exact amount of cents
 * any more (beyond 2^53, or from a fractional quantity).
 */
export function sumLines(
  lines: readonly { readonly quantity: number; readonly price: Cents }[],
): Cents | undefined {
  let sum = asCents(0);
  for (const { quantity, price } of lines) {
    // Checked at each line: past 2^53 a later sum could come out as a safe integer by luck.
    sum = sum === undefined ? undefined : asCents(sum + quantity * price);
  }
  return sum;
}

function asCents(value: number): Cents | undefined {
  return isCents(value) ? value : undefined;
}
