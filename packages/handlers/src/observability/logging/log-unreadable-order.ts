import type { StoredOrderInvalidError } from '@snacks/domain';

import type { Logger } from './logger.js';

/** Logs a stored order that cannot be read, so that a listing still returns the other orders. */
export function logUnreadableOrder(logger: Logger): (error: StoredOrderInvalidError) => void {
  return (error) => logger.error('stored order cannot be read', { orderId: error.orderId, error });
}
