import { LIMITS } from '@snacks/domain';
import type { Patience } from '@snacks/domain/use-cases';

import { topology } from '../topology/topology.js';
import type { Providers, Services } from './ports.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * How long an order may be in a state before the sweeper counts it as stuck and publishes its event
 * again. It is longer than a failing message takes to reach its dead-letter queue; for approvals, longer
 * than the approval deadline.
 */
export function patience(approvalDeadlineHours: number): Patience {
  return {
    NEW: 15 * MINUTE,
    APPROVED: 15 * MINUTE,
    PROCESSING: 15 * MINUTE,
    PENDING_APPROVAL: (approvalDeadlineHours + 1) * HOUR,
  };
}

/**
 * Provides when the sweeper publishes events again, and how much a run reads. The default page is 100 reads
 * of each state, and 1,000 requests to the bus if all orders are due.
 */
export function sweep(
  approvalDeadlineHours: number,
  page = Number(topology.parameters.SWEEPER_PAGE),
): Providers<Pick<Services, 'sweep'>> {
  return {
    sweep: () => ({
      patience: patience(approvalDeadlineHours),
      // Twice the time between two runs, so that a late run misses nothing.
      window: 2 * topology.schedules['sweep-stuck-orders'].everyMinutes * MINUTE,
      maxPagesPerStatus: Math.ceil(page / LIMITS.pageSize),
    }),
  };
}
