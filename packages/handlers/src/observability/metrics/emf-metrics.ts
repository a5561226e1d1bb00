import { Metrics as Powertools } from '@aws-lambda-powertools/metrics';
import { toMilliseconds, type Clock, type Timestamp } from '@snacks/domain';

import { METRICS, METRICS_NAMESPACE, STAGE_DIMENSION } from './catalogue.js';
import type { Metrics, Sample } from './metrics.js';

export interface EmfMetricsOptions {
  readonly stage: string;
  readonly clock: Clock;
  /** Standard output where it is left out. */
  readonly destination?: { readonly write: (line: string) => unknown };
}

const HOUR = 3_600_000;

/** CloudWatch takes values of the last two weeks. An hour is left for the way there. */
const MAX_AGO = 14 * 24 * HOUR - HOUR;

/** CloudWatch takes values of up to two hours ahead. An hour is left for clocks that differ. */
const FURTHEST_AHEAD = HOUR;

/**
 * Writes each sample as one JSON line in CloudWatch's embedded metric format, which is all that a
 * function has to do for its logs to become metrics.
 *
 * A sample counts at the time at which it occurred. Where CloudWatch would drop it for its age, such
 * as that of a dead letter replayed after two weeks, it counts at the time of writing; the line says
 * in `occurredAt` when it was.
 */
export class EmfMetrics implements Metrics {
  constructor(private readonly options: EmfMetricsOptions) {}

  record(sample: Sample): void {
    const { destination = process.stdout } = this.options;
    destination.write(`${JSON.stringify(this.serialise(sample))}\n`);
  }

  private serialise(sample: Sample): unknown {
    const { metric, value, orderId, occurredAt } = sample;
    // A new one for each sample: the library keeps its samples until it is flushed.
    const emf = new Powertools({ namespace: METRICS_NAMESPACE });
    emf.clearDefaultDimensions(); // a `service`, which would part the metrics by who emits them
    emf.setDefaultDimensions({ [STAGE_DIMENSION]: this.options.stage });
    emf.addDimensions({}); // the stage alone
    if ('dimension' in sample) emf.addDimensions(sample.dimension);
    if (orderId !== undefined) emf.addMetadata('orderId', orderId);
    if (occurredAt !== undefined) emf.addMetadata('occurredAt', occurredAt);
    emf.setTimestamp(this.timeOf(occurredAt));
    emf.addMetric(metric, METRICS[metric].unit, value);
    return emf.serializeMetrics();
  }

  private timeOf(occurredAt: Timestamp | undefined): number {
    const now = this.options.clock.now();
    const time = occurredAt === undefined ? now : toMilliseconds(occurredAt);
    return time >= now - MAX_AGO && time <= now + FURTHEST_AHEAD ? time : now;
  }
}
