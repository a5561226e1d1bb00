import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

import { METRICS, type MetricName } from './catalogue.js';
import type { Metrics, Sample } from './metrics.js';

/** What one metric comes to, for each value of its dimension where it has one. */
export interface Figure {
  readonly metric: MetricName;
  readonly unit: 'Count' | 'Milliseconds';
  readonly dimension?: Readonly<Record<string, string>>;
  /** Of a counter. */
  readonly total?: number;
  /** Of a gauge. */
  readonly latest?: number;
  /** Of a duration: how often, and the percentiles, to three significant digits. */
  readonly count?: number;
  readonly min?: number;
  readonly p50?: number;
  readonly p90?: number;
  readonly p99?: number;
  readonly max?: number;
}

/** Takes up the values of one kind of metric, and says what they come to. */
interface Gathering {
  add(value: number): void;
  read(): Partial<Figure>;
}

class Total implements Gathering {
  private total = 0;

  add(value: number): void {
    this.total += value;
  }

  read(): Partial<Figure> {
    return { total: this.total };
  }
}

class Latest implements Gathering {
  private latest = 0;

  add(value: number): void {
    this.latest = value;
  }

  read(): Partial<Figure> {
    return { latest: this.latest };
  }
}

class Distribution implements Gathering {
  private readonly histogram: RecordableHistogram = createHistogram();

  add(value: number): void {
    this.histogram.record(Math.max(1, Math.round(value))); // it takes whole numbers from 1 on
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

const GATHERINGS = {
  counter: () => new Total(),
  gauge: () => new Latest(),
  duration: () => new Distribution(),
} as const;

interface Entry {
  readonly sample: Sample;
  readonly gathering: Gathering;
}

/**
 * Keeps what all samples come to, in bounded memory however many there are. A duration below a
 * millisecond counts as one.
 */
export class InMemoryMetrics implements Metrics {
  private readonly entries = new Map<string, Entry>();

  record(sample: Sample): void {
    const dimension = 'dimension' in sample ? sample.dimension : {};
    const key = JSON.stringify([sample.metric, dimension]);
    const entry = this.entries.get(key) ?? {
      sample,
      gathering: GATHERINGS[METRICS[sample.metric].kind](),
    };
    entry.gathering.add(sample.value);
    this.entries.set(key, entry);
  }

  /** What was recorded so far, in the sequence in which each metric first was. */
  figures(): readonly Figure[] {
    return Array.from(this.entries.values(), ({ sample, gathering }) => ({
      metric: sample.metric,
      unit: METRICS[sample.metric].unit,
      ...('dimension' in sample && { dimension: sample.dimension }),
      ...gathering.read(),
    }));
  }
}
