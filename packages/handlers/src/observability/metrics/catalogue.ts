import { FAILURE_REASONS, UNFINISHED_STATUSES } from '@snacks/domain';

/**
 * The catalogue of every metric that the functions emit. The functions, the dashboard, the alarms and
 * the local platform read it. Metrics that AWS provides (invocations, errors, queue depths, requests of
 * the API) are not in it.
 */

/** The CloudWatch namespace of every metric. */
export const METRICS_NAMESPACE = 'ServerlessSnacks';

/** The dimension of every metric. It keeps the stages of one account apart. */
export const STAGE_DIMENSION = 'stage';

/** The description of a metric in CloudWatch. */
export interface MetricDescription {
  /**
   * What a value measures, and the statistic to read: a counter is a number of occurrences (sum), a
   * gauge an amount at one time (maximum), a duration the time that something took (percentiles).
   */
  readonly kind: 'counter' | 'gauge' | 'duration';
  readonly unit: 'Count' | 'Milliseconds';
  readonly description: string;
  /**
   * A second dimension and all its values, which are few, because CloudWatch charges for each. The metric
   * has no total by the stage alone: it is the sum, or the maximum, of these values.
   */
  readonly dimension?: { readonly name: string; readonly values: readonly string[] };
}

const COUNTER = { kind: 'counter', unit: 'Count' } as const;
const GAUGE = { kind: 'gauge', unit: 'Count' } as const;
const DURATION = { kind: 'duration', unit: 'Milliseconds' } as const;

export const METRICS = {
  OrdersPlaced: { ...COUNTER, description: 'Orders placed.' },
  OrdersUpdated: { ...COUNTER, description: 'Changes to the content of orders.' },
  OrdersApproved: { ...COUNTER, description: 'Orders approved by an approver.' },
  OrdersRejected: { ...COUNTER, description: 'Orders rejected by an approver.' },
  OrdersExpired: {
    ...COUNTER,
    description: 'Orders rejected because their approval deadline passed.',
  },
  OrdersCancelled: { ...COUNTER, description: 'Orders cancelled.' },
  OrdersProcessed: { ...COUNTER, description: 'Orders fulfilled.' },
  OrdersFailed: {
    ...COUNTER,
    description: 'Orders whose fulfilment failed, by reason.',
    dimension: { name: 'reason', values: FAILURE_REASONS },
  },
  TimeToApproval: {
    ...DURATION,
    description: 'Time from the placement of an order to its approval.',
  },
  TimeToProcessed: {
    ...DURATION,
    description:
      'Time from the placement of an order to the end of its fulfilment, including approval.',
  },
  OrdersStuck: {
    ...GAUGE,
    description:
      'Orders that have been in a state for too long, by state. Every run of order-sweeper emits a ' +
      'value for each state, also zero.',
    dimension: { name: 'status', values: UNFINISHED_STATUSES },
  },
} as const satisfies Readonly<Record<string, MetricDescription>>;

export type MetricName = keyof typeof METRICS;

/**
 * The number of metrics that CloudWatch has of a description, and charges for: one by the stage alone, or one
 * by each value of the second dimension.
 */
export function seriesOf({ dimension }: MetricDescription): number {
  return dimension?.values.length ?? 1;
}
