import type { OrderId, Timestamp } from '@snacks/domain';

import type { METRICS, MetricName } from './catalogue.js';

/** The second dimension of a metric with its value, if the metric has one. */
type DimensionOf<M extends MetricName> = (typeof METRICS)[M] extends {
  readonly dimension: {
    readonly name: infer N extends string;
    readonly values: readonly (infer V)[];
  };
}
  ? { readonly dimension: Readonly<Record<N, V>> }
  : unknown;

/** One value of one metric. It never contains customer data. */
export type Sample<M extends MetricName = MetricName> = M extends MetricName
  ? {
      readonly metric: M;
      /** In the metric's unit. */
      readonly value: number;
      /** When the measured event occurred. @default now */
      readonly occurredAt?: Timestamp;
      /** The order of the sample. It is in the log line and not a dimension of the metric. */
      readonly orderId?: OrderId;
    } & DimensionOf<M>
  : never;

/**
 * Records metrics of orders.
 *
 * - Samples are independent: no state is kept between them, so concurrent invocations never mix
 *   their samples.
 * - Recording is synchronous and returns nothing.
 */
export interface Metrics {
  record(sample: Sample): void;
}
