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

/** Provides when the sweeper publishes events again. */
export function sweep(approvalDeadlineHours: number): Providers<Pick<Services, 'sweep'>> {
  return {
    sweep: () => ({
      patience: patience(approvalDeadlineHours),
      // Twice the time between two runs, so that a late run misses nothing.
      window: 2 * topology.schedules['sweep-stuck-orders'].everyMinutes * MINUTE,
      // For each state: 100 pages to read, and 1,000 requests to the bus if all orders are due.
      maxPerStatus: 10_000,
    }),
  };
}
