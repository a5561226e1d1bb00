import { VersionMismatchError } from '../errors.js';
import type { Order } from '../order/order.js';

/**
 * Holds a change to the version of the order that its caller has seen.
 *
 * @param expected the version; `undefined` where any will do.
 * @throws {VersionMismatchError} where another one is current.
 */
export function assertVersion({ orderId, version }: Order, expected: number | undefined): void {
  if (expected === undefined || expected === version) return;
  throw new VersionMismatchError(orderId, expected, version);
}
