import type { OrderId, Timestamp } from '@snacks/domain';

import type { METRICS, MetricName } from './catalogue.js';

/** The value of a metric's second dimension, where it has one. */
type DimensionOf<M extends MetricName> = (typeof METRICS)[M] extends {
  readonly dimension: {
    readonly name: infer N extends string;
    readonly values: readonly (infer V)[];
  };
}
  ? { readonly dimension: Readonly<Record<N, V>> }
  : unknown;

/** One value of one metric. Never anything a customer typed. */
export type Sample<M extends MetricName = MetricName> = M extends MetricName
  ? {
      readonly metric: M;
      /** In the metric's unit. */
      readonly value: number;
      /** When what is measured took place; now, where it is left out. */
      readonly occurredAt?: Timestamp;
      /** Which order it is about: to be found in the logs, no dimension of the metric. */
      readonly orderId?: OrderId;
    } & DimensionOf<M>
  : never;

/**
 * Where the handlers put figures about orders.
 *
 * - Samples are independent: nothing is kept from one to the next, so that invocations that
 *   overlap never mix theirs.
 * - No caller waits for it, and nothing depends on it.
 */
export interface Metrics {
  record(sample: Sample): void;
}
