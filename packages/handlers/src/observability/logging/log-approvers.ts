import type { ApprovalRequest, Approvers } from '@snacks/domain/ports';

import type { Logger } from './logger.js';

/** Logs each approval request instead of sending it to approvers. */
export class LogApprovers implements Approvers {
  constructor(private readonly logger: Logger) {}

  async ask({ orderId, reminder }: ApprovalRequest): Promise<void> {
    this.logger.info(reminder ? 'order still waits for approval' : 'order waits for approval', {
      orderId,
    });
  }
}
