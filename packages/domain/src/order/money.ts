declare const cents: unique symbol;

/** A whole number of cents that a double represents exactly: 0 to 2^53 - 1. */
export type Cents = number & { readonly [cents]: true };

/**
 * The largest amount in cents that {@link parseAmount} reads: a decimal of ten trillion. Up to there,
 * every amount has a decimal of its own. Near 2^53 cents, two amounts can share one double as their
 * decimal, so that reading it would round.
 */
export const MAX_DECIMAL_CENTS = 1_000_000_000_000_000;

/** Whether a number is an amount of cents: whole, not negative, and exact. */
export function isCents(value: number): value is Cents {
  return Number.isSafeInteger(value) && value >= 0;
}

/**
 * Converts a decimal amount, such as `3.99` in a JSON body, to cents.
 *
 * Never rounds: returns `undefined` unless the number equals its cents divided by 100, and is at most
 * {@link MAX_DECIMAL_CENTS}. So `0.1 + 0.2`, `1.005`, a negative number, `NaN`, `1e309` (which JSON
 * parses to infinity), and anything that is not a number are not amounts.
 */
export function parseAmount(decimal: unknown): Cents | undefined {
  if (typeof decimal !== 'number') return undefined;
  const amount = Math.round(decimal * 100) + 0; // Adding zero turns -0 into 0.
  if (!isCents(amount) || amount > MAX_DECIMAL_CENTS) return undefined;
  return toDecimal(amount) === decimal ? amount : undefined;
}

/** Converts cents to a decimal amount: 399 cents are `3.99`. */
export function toDecimal(amount: Cents): number {
  return amount / 100;
}

/**
 * The exact total price of all lines; `undefined` if it is not an exact amount of cents: above 2^53 - 1,
 * or with a fraction of a cent.
 */
export function sumLines(
  lines: readonly { readonly quantity: number; readonly price: Cents }[],
): Cents | undefined {
  let sum = asCents(0);
  for (const { quantity, price } of lines) {
    // Checked at each line: after a rounded sum, a later one could be a safe integer by accident.
    sum = sum === undefined ? undefined : asCents(sum + quantity * price);
  }
  return sum;
}

function asCents(value: number): Cents | undefined {
  return isCents(value) ? value : undefined;
}
