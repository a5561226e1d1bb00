import type { Timestamp } from '@snacks/domain';

import { TooManyMeasuresError } from '../errors.js';

/** What is recorded: values at times. */
export type Metric =
  | { readonly of: 'orders'; readonly metric: string }
  | { readonly of: 'function'; readonly name: string; readonly metric: 'invocations' | 'errors' }
  | { readonly of: 'queue'; readonly name: string; readonly metric: 'oldestAgeSeconds' };

/**
 * What is measured, by the minute. Of orders: the sum of the values, or the value that 50, 90 or 99 % of them
 * do not exceed, approximately. Of a function: the sum. Of a queue: the maximum.
 */
export type Measure =
  | (Extract<Metric, { readonly of: 'orders' }> & {
      readonly statistic: 'sum' | 'p50' | 'p90' | 'p99';
    })
  | Exclude<Metric, { readonly of: 'orders' }>;

/** The values of a measure: one per minute that has one, oldest first. `at` is the start of the minute. */
export interface Series {
  readonly measure: Measure;
  readonly points: readonly { readonly at: Timestamp; readonly value: number }[];
}

/** The maximum number of measures of one call. */
export const MAX_MEASURES = 500;

/** @throws {TooManyMeasuresError} if these are more measures than one call may read. */
export function assertFewEnough(measures: readonly Measure[]): void {
  if (measures.length > MAX_MEASURES) {
    throw new TooManyMeasuresError(measures.length, MAX_MEASURES);
  }
}

/**
 * Metrics over time, by the minute. Values of the last two or three minutes may be missing or too low.
 */
export interface MetricHistory {
  /**
   * The series of these measures, in their order. A measure without a value has an empty one.
   *
   * @param measures at most {@link MAX_MEASURES}.
   * @param since the first minute; @param until the end, exclusive. Both are rounded down to minutes.
   * @throws {TooManyMeasuresError} if there are more measures.
   */
  read(
    measures: readonly Measure[],
    since: Timestamp,
    until: Timestamp,
  ): Promise<readonly Series[]>;
}
