import type { OrderId } from '@snacks/domain';

/**
 * The order exceeds the limit of a DynamoDB item. Nothing was written. Orders within the domain's limits
 * are far smaller, so the caller must have bypassed these limits.
 */
export class OrderTooLargeError extends Error {
  readonly code = 'ORDER_TOO_LARGE';
  override readonly name = 'OrderTooLargeError';

  constructor(
    readonly orderId: OrderId,
    /** The size of the item. */
    readonly bytes: number,
    readonly maxBytes: number,
  ) {
    super(
      `Order ${orderId} has ${bytes} bytes and was not stored. The limit is ${maxBytes} bytes.`,
    );
  }
}
