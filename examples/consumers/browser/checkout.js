import { hasCode, parseAmount, readOrderRequest, sumLines, toDecimal } from '@snacks/domain';

/** What the lines of a cart come to, exactly; nothing where a price or a quantity is none. */
export function total(snackItems) {
  const lines = snackItems.map(({ quantity, price }) => ({ quantity, price: parseAmount(price) }));
  if (lines.some(({ price }) => price === undefined)) return undefined;
  const cents = sumLines(lines);
  return cents === undefined ? undefined : toDecimal(cents);
}

/** What the platform would say to an order, field by field; empty where it would take it. */
export function complaints(order) {
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
