import { startOfMinute } from '@snacks/operations';

/** The minutes that are kept: one day. */
const KEPT = 1_440;

/** Values that differ by less than 2 % count as equal in percentiles. */
const BASE = 1.02;

/** The statistics of one minute. */
export interface MinuteStatistics {
  readonly count: number;
  readonly sum: number;
  readonly max: number;
  /** Returns the value that so many per cent of the values do not exceed, at most 2 % too high or low. */
  readonly percentile: (percent: number) => number;
}

class Minute implements MinuteStatistics {
  count = 0;
  sum = 0;
  max = Number.NEGATIVE_INFINITY;
  private readonly buckets = new Map<number, number>();

  add(value: number): void {
    this.count += 1;
    this.sum += value;
    this.max = Math.max(this.max, value);
    const bucket = value < 1 ? -1 : Math.round(Math.log(value) / Math.log(BASE));
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
  }

  readonly percentile = (percent: number): number => {
    const rank = Math.ceil((percent / 100) * this.count);
    let below = 0;
    for (const [bucket, count] of [...this.buckets].sort(([a], [b]) => a - b)) {
      below += count;
      if (below >= rank) return bucket < 0 ? 0 : Math.min(this.max, Math.round(BASE ** bucket));
    }
    return this.max;
  };
}

/** The values of metrics by the minute, for one day, as CloudWatch has them. Memory is bounded. */
export class MetricMinutes {
  private readonly series = new Map<string, Map<number, Minute>>();

  /** Adds a value of a metric. A metric is named by its namespace, name and one dimension. */
  add(metric: readonly string[], value: number, at: number): void {
    const key = JSON.stringify(metric);
    const minutes = this.series.get(key) ?? new Map<number, Minute>();
    const start = startOfMinute(at);
    const minute = minutes.get(start) ?? new Minute();
    minute.add(value);
    minutes.set(start, minute);
    this.series.set(key, minutes);
    if (minutes.size > KEPT) for (const time of oldest(minutes)) minutes.delete(time);
  }

  /** The minutes of a metric from a time until before another one, oldest first. */
  read(
    metric: readonly string[],
    from: number,
    to: number,
  ): readonly (readonly [at: number, minute: MinuteStatistics])[] {
    const minutes = this.series.get(JSON.stringify(metric)) ?? new Map<number, Minute>();
    return [...minutes].filter(([at]) => at >= from && at < to).sort(([a], [b]) => a - b);
  }
}

/** The times of the minutes beyond those that are kept. */
function oldest(minutes: ReadonlyMap<number, Minute>): readonly number[] {
  return [...minutes.keys()].sort((a, b) => a - b).slice(0, minutes.size - KEPT);
}
