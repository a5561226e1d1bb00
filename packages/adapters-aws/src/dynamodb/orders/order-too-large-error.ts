import type { OrderId } from '@snacks/domain';

/**
 * The order does not fit into one item of DynamoDB. Nothing was written. Orders within the domain's
 * limits are far smaller, so whoever meets this has got round them.
 */
export class OrderTooLargeError extends Error {
  readonly code = 'ORDER_TOO_LARGE';
  override readonly name = 'OrderTooLargeError';

  constructor(
    readonly orderId: OrderId,
    /** The size that the item would have had. */
    readonly bytes: number,
    readonly maxBytes: number,
  ) {
    super(`Order ${orderId} was not stored: it takes ${bytes} bytes, an item at most ${maxBytes}.`);
  }
}
