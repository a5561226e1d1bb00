import { toMilliseconds, toTimestamp, type Timestamp } from '@snacks/domain';

import { startOfMinute } from '../minute.js';
import {
  assertFewEnough,
  type Measure,
  type Metric,
  type MetricHistory,
  type Series,
} from '../ports/metric-history.js';

/** A value of a metric. */
export interface RecordedValue {
  readonly metric: Metric;
  readonly at: Timestamp;
  readonly value: number;
}

/** Computes the series from the values that it was given, in any order. */
export class InMemoryMetricHistory implements MetricHistory {
  constructor(readonly values: RecordedValue[] = []) {}

  async read(
    measures: readonly Measure[],
    since: Timestamp,
    until: Timestamp,
  ): Promise<readonly Series[]> {
    assertFewEnough(measures);
    const [from, to] = [minuteOf(since), minuteOf(until)];
    const inRange = this.values.filter(({ at }) => minuteOf(at) >= from && minuteOf(at) < to);
    return measures.map((measure) => ({ measure, points: pointsOf(measure, inRange) }));
  }
}

function pointsOf(measure: Measure, values: readonly RecordedValue[]): Series['points'] {
  const minutes = new Map<Timestamp, number[]>();
  for (const { metric, at, value } of values) {
    if (keyOf(metric) !== keyOf(measure)) continue;
    const minute = minuteOf(at);
    minutes.set(minute, [...(minutes.get(minute) ?? []), value]);
  }
  return [...minutes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([at, ofMinute]) => ({ at, value: statistic(measure, ofMinute) }));
}

function statistic(measure: Measure, values: readonly number[]): number {
  if (measure.of === 'queue') return Math.max(...values);
  if (measure.of === 'function' || measure.statistic === 'sum') {
    return values.reduce((sum, value) => sum + value, 0);
  }
  const rank = Math.ceil((Number(measure.statistic.slice(1)) / 100) * values.length);
  return values.toSorted((a, b) => a - b)[rank - 1] ?? 0;
}

function keyOf(metric: Metric): string {
  return JSON.stringify([metric.of, metric.metric, metric.of === 'orders' ? '' : metric.name]);
}

function minuteOf(at: Timestamp): Timestamp {
  return toTimestamp(startOfMinute(toMilliseconds(at)));
}
