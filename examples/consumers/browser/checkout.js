import { hasCode, parseAmount, readOrderRequest, sumLines, toDecimal } from '@snacks/domain';

/** Returns the exact total of a cart; `undefined` if a price or a quantity is not valid. */
export function total(snackItems) {
  const lines = snackItems.map(({ quantity, price }) => ({ quantity, price: parseAmount(price) }));
  if (lines.some(({ price }) => price === undefined)) return undefined;
  const cents = sumLines(lines);
  return cents === undefined ? undefined : toDecimal(cents);
}

/** Returns the platform's errors for an order, by field; an empty list for a valid order. */
export function errorsOf(order) {
  try {
    readOrderRequest(order);
    return [];
  } catch (error) {
    if (hasCode(error, 'ORDER_INVALID')) return error.issues;
    if (hasCode(error, 'TOTAL_MISMATCH')) {
      return [{ field: 'totalAmount', code: error.code, message: error.message }];
    }
    throw error;
  }
}
