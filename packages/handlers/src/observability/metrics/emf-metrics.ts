import { Metrics as Powertools } from '@aws-lambda-powertools/metrics';
import { toMilliseconds, type Timestamp } from '@snacks/domain';
import type { Clock } from '@snacks/domain/ports';

import { METRICS, METRICS_NAMESPACE, STAGE_DIMENSION } from './catalogue.js';
import type { Metrics, Sample } from './metrics.js';

export interface EmfMetricsOptions {
  readonly stage: string;
  readonly clock: Clock;
  /** @default standard output */
  readonly destination?: { readonly write: (line: string) => unknown };
}

const HOUR = 3_600_000;

/** CloudWatch accepts values of the last two weeks. One hour is left for the delivery. */
const MAX_AGO = 14 * 24 * HOUR - HOUR;

/** CloudWatch accepts values up to two hours in the future. One hour is left for clock skew. */
const MAX_AHEAD = HOUR;

/**
 * Writes each sample as one JSON line in the embedded metric format. CloudWatch extracts the metrics
 * from the logs of the function.
 *
 * The timestamp of a metric is the time at which the sample occurred. If CloudWatch would drop the
 * sample for its age, for example after the redrive of a dead letter two weeks later, the timestamp is
 * the time of writing; `occurredAt` in the line has the original time.
 */
export class EmfMetrics implements Metrics {
  constructor(private readonly options: EmfMetricsOptions) {}

  record(sample: Sample): void {
    const { destination = process.stdout } = this.options;
    destination.write(`${JSON.stringify(this.serialise(sample))}\n`);
  }

  private serialise(sample: Sample): unknown {
    const { metric, value, orderId, occurredAt } = sample;
    // A new instance for each sample: the library keeps samples until they are flushed.
    const emf = new Powertools({ namespace: METRICS_NAMESPACE });
    emf.clearDefaultDimensions(); // removes `service`, which would split each metric by function
    emf.setDefaultDimensions({ [STAGE_DIMENSION]: this.options.stage });
    // Each set of dimensions is a metric that CloudWatch charges for, so there is one set.
    emf.addDimensions('dimension' in sample ? sample.dimension : {});
    if (orderId !== undefined) emf.addMetadata('orderId', orderId);
    if (occurredAt !== undefined) emf.addMetadata('occurredAt', occurredAt);
    emf.setTimestamp(this.timeOf(occurredAt));
    emf.addMetric(metric, METRICS[metric].unit, value);
    return emf.serializeMetrics();
  }

  private timeOf(occurredAt: Timestamp | undefined): number {
    const now = this.options.clock.now();
    const time = occurredAt === undefined ? now : toMilliseconds(occurredAt);
    return time >= now - MAX_AGO && time <= now + MAX_AHEAD ? time : now;
  }
}
