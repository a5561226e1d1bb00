import { toTimestamp, type Timestamp } from '@snacks/domain';

import { MINUTE, startOfMinute } from '../minute.js';
import type { PlatformMap } from '../platform-map.js';
import type { Measure, Series } from '../ports/metric-history.js';
import type { OperationsPorts } from '../ports/operations-ports.js';

/** The metrics of one minute. Durations are milliseconds from placing to PROCESSED. */
export interface MinuteOfMetrics {
  readonly at: Timestamp;
  readonly placed: number;
  readonly processed: number;
  readonly failed: number;
  readonly p50?: number;
  readonly p90?: number;
  readonly p99?: number;
  /** Of all functions together. */
  readonly invocations: number;
  readonly errors: number;
}

/** The metrics of the last minutes, and the latest age of the oldest message of each queue. */
export interface MetricsView {
  readonly minutes: readonly MinuteOfMetrics[];
  readonly queueAges: readonly { readonly queue: string; readonly oldestAgeSeconds: number }[];
}

/** The metrics of orders that are read. */
export const ORDER_METRICS = {
  placed: 'OrdersPlaced',
  processed: 'OrdersProcessed',
  failed: 'OrdersFailed',
  duration: 'TimeToProcessed',
} as const;

/** Reads the metrics of the last minutes, minute by minute. */
export class ReadMetrics {
  constructor(
    private readonly ports: Pick<OperationsPorts, 'metrics' | 'clock'>,
    private readonly map: PlatformMap,
  ) {}

  async execute({ minutes }: { readonly minutes: number }): Promise<MetricsView> {
    const end = startOfMinute(this.ports.clock.now()) + MINUTE;
    const start = end - minutes * MINUTE;
    const series = await this.ports.metrics.read(
      [...ORDER_MEASURES, ...functionMeasures(this.map), ...queueMeasures(this.map)],
      toTimestamp(start),
      toTimestamp(end),
    );
    const rows = Array.from({ length: minutes }, (_, n) => toTimestamp(start + n * MINUTE));
    const values = index(series);
    return { minutes: rows.map((at) => minuteOf(at, values)), queueAges: agesOf(series) };
  }
}

const ORDER_MEASURES: readonly Measure[] = [
  { of: 'orders', metric: ORDER_METRICS.placed, statistic: 'sum' },
  { of: 'orders', metric: ORDER_METRICS.processed, statistic: 'sum' },
  { of: 'orders', metric: ORDER_METRICS.failed, statistic: 'sum' },
  ...(['p50', 'p90', 'p99'] as const).map((statistic): Measure => ({
    of: 'orders',
    metric: ORDER_METRICS.duration,
    statistic,
  })),
];

/** The invocations and errors of every function. */
export function functionMeasures({ functions }: PlatformMap): readonly Measure[] {
  return functions.flatMap((name): Measure[] => [
    { of: 'function', name, metric: 'invocations' },
    { of: 'function', name, metric: 'errors' },
  ]);
}

/** The age of the oldest message of every queue that a function consumes. */
export function queueMeasures({ queues }: PlatformMap): readonly Measure[] {
  return queues.map(({ name }) => ({ of: 'queue', name, metric: 'oldestAgeSeconds' }));
}

/** The latest age of each queue that has one. */
export function agesOf(series: readonly Series[]): MetricsView['queueAges'] {
  return series.flatMap(({ measure, points }) => {
    const latest = points.at(-1);
    return measure.of === 'queue' && latest !== undefined
      ? [{ queue: measure.name, oldestAgeSeconds: latest.value }]
      : [];
  });
}

/** The values by what they measure, and by minute. Functions are added up. */
type Index = ReadonlyMap<string, ReadonlyMap<Timestamp, number>>;

function index(series: readonly Series[]): Index {
  const byKey = new Map<string, Map<Timestamp, number>>();
  for (const { measure, points } of series) {
    const key = keyOf(measure);
    const values = byKey.get(key) ?? new Map<Timestamp, number>();
    for (const { at, value } of points) values.set(at, (values.get(at) ?? 0) + value);
    byKey.set(key, values);
  }
  return byKey;
}

function keyOf(measure: Measure): string {
  return measure.of === 'orders' ? `${measure.metric} ${measure.statistic}` : measure.metric;
}

function minuteOf(at: Timestamp, values: Index): MinuteOfMetrics {
  const value = (key: string) => values.get(key)?.get(at);
  const percentile = (name: 'p50' | 'p90' | 'p99') => {
    const duration = value(`${ORDER_METRICS.duration} ${name}`);
    return duration === undefined ? {} : { [name]: duration };
  };
  return {
    at,
    placed: value(`${ORDER_METRICS.placed} sum`) ?? 0,
    processed: value(`${ORDER_METRICS.processed} sum`) ?? 0,
    failed: value(`${ORDER_METRICS.failed} sum`) ?? 0,
    ...percentile('p50'),
    ...percentile('p90'),
    ...percentile('p99'),
    invocations: value('invocations') ?? 0,
    errors: value('errors') ?? 0,
  };
}
