import { toMilliseconds, type Timestamp } from '@snacks/domain';
import type { OrderEvent } from '@snacks/domain/events';

import type { Sample } from '../../observability/metrics/metrics.js';
import { UnsupportedEventError } from '../../inbound/unsupported-event-error.js';

/**
 * Returns the metrics of an order event.
 *
 * @throws {UnsupportedEventError} if the change is earlier than the order.
 */
export function samplesOf(event: OrderEvent): readonly Sample[] {
  const { orderId, metadata } = event.detail;
  const about = { orderId, occurredAt: metadata.occurredAt };
  const once = { value: 1, ...about };
  switch (event.type) {
    case 'Order Created':
      return [{ metric: 'OrdersPlaced', ...once }];
    case 'Order Updated':
      return [{ metric: 'OrdersUpdated', ...once }];
    case 'Order Approved': {
      const value = timeSincePlaced(event, metadata.occurredAt);
      return [
        { metric: 'OrdersApproved', ...once },
        { metric: 'TimeToApproval', value, ...about },
      ];
    }
    case 'Order Rejected': {
      const expired = event.detail.reason === 'APPROVAL_EXPIRED';
      return [{ metric: expired ? 'OrdersExpired' : 'OrdersRejected', ...once }];
    }
    case 'Order Cancelled':
      return [{ metric: 'OrdersCancelled', ...once }];
    case 'Order Processed': {
      const value = timeSincePlaced(event, event.detail.processedAt);
      return [
        { metric: 'OrdersProcessed', ...once },
        { metric: 'TimeToProcessed', value, ...about },
      ];
    }
    case 'Order Failed': {
      const { reason } = event.detail;
      return [{ metric: 'OrdersFailed', dimension: { reason }, ...once }];
    }
  }
}

/** Returns milliseconds. The times of an order never decrease, even if they are from different clocks. */
function timeSincePlaced(event: OrderEvent, then: Timestamp): number {
  const { createdAt } = event.detail;
  if (then >= createdAt) return toMilliseconds(then) - toMilliseconds(createdAt);
  throw new UnsupportedEventError(`The ${event.type} event is earlier than its order.`);
}
