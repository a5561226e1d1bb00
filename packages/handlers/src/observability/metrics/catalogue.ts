import { FAILURE_REASONS, UNFINISHED_STATUSES } from '@snacks/domain';

/**
 * Every metric that the functions emit, once: what emits them, the dashboard, the alarms and the
 * local platform read it from here. What AWS counts by itself (invocations, errors, queue depths,
 * the API's requests) is not emitted a second time.
 */

/** The CloudWatch namespace of every metric. */
export const METRICS_NAMESPACE = 'ServerlessSnacks';

/** The dimension that every metric has, so that two stages of one account do not mix. */
export const STAGE_DIMENSION = 'stage';

/** A metric as CloudWatch gets it. */
export interface MetricDescription {
  /**
   * What a value is: something that happened (look at the sum), how much of something there is at a
   * moment (look at the maximum), or how long something took (look at percentiles).
   */
  readonly kind: 'counter' | 'gauge' | 'duration';
  readonly unit: 'Count' | 'Milliseconds';
  readonly description: string;
  /**
   * A second dimension and all its values, which are few. The metric is under the stage alone
   * and, by this dimension, under both.
   */
  readonly dimension?: { readonly name: string; readonly values: readonly string[] };
}

const COUNTER = { kind: 'counter', unit: 'Count' } as const;
const GAUGE = { kind: 'gauge', unit: 'Count' } as const;
const DURATION = { kind: 'duration', unit: 'Milliseconds' } as const;

export const METRICS = {
  OrdersPlaced: { ...COUNTER, description: 'Orders that were placed.' },
  OrdersUpdated: { ...COUNTER, description: 'Changes of what an order asks for.' },
  OrdersApproved: { ...COUNTER, description: 'Orders that an approver let go on.' },
  OrdersRejected: { ...COUNTER, description: 'Orders that an approver declined.' },
  OrdersExpired: { ...COUNTER, description: 'Orders without a decision in time.' },
  OrdersCancelled: { ...COUNTER, description: 'Orders that were taken back.' },
  OrdersProcessed: { ...COUNTER, description: 'Orders whose fulfilment was carried out.' },
  OrdersFailed: {
    ...COUNTER,
    description: 'Orders whose fulfilment was refused, by what refused it.',
    dimension: { name: 'reason', values: FAILURE_REASONS },
  },
  TimeToApproval: {
    ...DURATION,
    description: 'From the placing of an order to its approval.',
  },
  TimeToProcessed: {
    ...DURATION,
    description: 'From the placing of an order to the end of its fulfilment, approval included.',
  },
  OrdersStuck: {
    ...GAUGE,
    description:
      'Orders that have been in a state for longer than they may, by state, with every run of ' +
      'order-sweeper, also where there are none. Under the stage alone, the maximum is that of the ' +
      'state with the most.',
    dimension: { name: 'status', values: UNFINISHED_STATUSES },
  },
} as const satisfies Readonly<Record<string, MetricDescription>>;

export type MetricName = keyof typeof METRICS;
