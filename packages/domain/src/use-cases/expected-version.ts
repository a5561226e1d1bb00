import { VersionMismatchError } from '../errors.js';
import type { Order } from '../order/order.js';

/**
 * Checks that the current version of an order is the one that the caller expects.
 *
 * @param expected the version; `undefined` if the caller accepts any.
 * @throws {VersionMismatchError} if another version is current.
 */
export function assertVersion({ orderId, version }: Order, expected: number | undefined): void {
  if (expected === undefined || expected === version) return;
  throw new VersionMismatchError(orderId, expected, version);
}
