import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

import { METRICS, type MetricName } from './catalogue.js';
import type { Metrics, Sample } from './metrics.js';

/** The aggregated values of one metric, for one value of its dimension if it has one. */
export interface Figure {
  readonly metric: MetricName;
  readonly unit: 'Count' | 'Milliseconds';
  readonly dimension?: Readonly<Record<string, string>>;
  /** The sum of a counter. */
  readonly total?: number;
  /** The latest value of a gauge. */
  readonly latest?: number;
  /** The number of values of a duration. The percentiles have three significant digits. */
  readonly count?: number;
  readonly min?: number;
  readonly p50?: number;
  readonly p90?: number;
  readonly p99?: number;
  readonly max?: number;
}

/** Aggregates the values of a metric of one kind. */
interface Aggregator {
  add(value: number): void;
  read(): Partial<Figure>;
}

class Total implements Aggregator {
  private total = 0;

  add(value: number): void {
    this.total += value;
  }

  read(): Partial<Figure> {
    return { total: this.total };
  }
}

class Latest implements Aggregator {
  private latest = 0;

  add(value: number): void {
    this.latest = value;
  }

  read(): Partial<Figure> {
    return { latest: this.latest };
  }
}

class Distribution implements Aggregator {
  private readonly histogram: RecordableHistogram = createHistogram();

  add(value: number): void {
    this.histogram.record(Math.max(1, Math.round(value))); // the histogram accepts only integers from 1
  }

  read(): Partial<Figure> {
    const { histogram } = this;
    return {
      count: histogram.count,
      min: histogram.min,
      p50: histogram.percentile(50),
      p90: histogram.percentile(90),
      p99: histogram.percentile(99),
      max: histogram.max,
    };
  }
}

const AGGREGATORS = {
  counter: () => new Total(),
  gauge: () => new Latest(),
  duration: () => new Distribution(),
} as const;

interface Entry {
  readonly sample: Sample;
  readonly aggregator: Aggregator;
}

/**
 * Aggregates all samples in bounded memory. A duration of less than one millisecond counts as one
 * millisecond.
 */
export class InMemoryMetrics implements Metrics {
  private readonly entries = new Map<string, Entry>();

  record(sample: Sample): void {
    const dimension = 'dimension' in sample ? sample.dimension : {};
    const key = JSON.stringify([sample.metric, dimension]);
    const entry = this.entries.get(key) ?? {
      sample,
      aggregator: AGGREGATORS[METRICS[sample.metric].kind](),
    };
    entry.aggregator.add(sample.value);
    this.entries.set(key, entry);
  }

  /** Returns the aggregates so far, in the order in which the metrics were first recorded. */
  figures(): readonly Figure[] {
    return Array.from(this.entries.values(), ({ sample, aggregator }) => ({
      metric: sample.metric,
      unit: METRICS[sample.metric].unit,
      ...('dimension' in sample && { dimension: sample.dimension }),
      ...aggregator.read(),
    }));
  }
}
