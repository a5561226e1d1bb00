import type { Timestamp } from '@snacks/domain';

/** What is measured. */
export type Measure =
  | {
      readonly of: 'orders';
      readonly metric: string;
      readonly statistic: 'sum' | 'p50' | 'p90' | 'p99';
    }
  | { readonly of: 'function'; readonly name: string; readonly metric: 'invocations' | 'errors' }
  | { readonly of: 'queue'; readonly name: string; readonly metric: 'oldestAgeSeconds' };

/** The values of a measure: one per minute that has one, oldest first. */
export interface Series {
  readonly measure: Measure;
  readonly points: readonly { readonly at: Timestamp; readonly value: number }[];
}

/**
 * Metrics over time, by the minute. Values of the last two or three minutes may be missing or too low.
 */
export interface MetricHistory {
  /**
   * The series of these measures, in their order, at most 500.
   *
   * @param since the first minute; @param until the end, exclusive. Both are rounded down to minutes.
   */
  read(
    measures: readonly Measure[],
    since: Timestamp,
    until: Timestamp,
  ): Promise<readonly Series[]>;
}
