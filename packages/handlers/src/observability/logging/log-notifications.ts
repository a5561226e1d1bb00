import type { OrderEvent } from '@snacks/domain/events';
import type { Notifications } from '@snacks/domain/ports';

import type { Logger } from './logger.js';

/** Logs each notification: the ids and the state of the order, and no customer data. */
export class LogNotifications implements Notifications {
  constructor(private readonly logger: Logger) {}

  async notify({ detail }: OrderEvent): Promise<void> {
    const { orderId, status, metadata } = detail;
    const { eventId, correlationId } = metadata;
    this.logger.info('customer notified', { orderId, eventId, correlationId, outcome: status });
  }
}
