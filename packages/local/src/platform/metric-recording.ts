import { toMilliseconds } from '@snacks/domain';
import type { Clock } from '@snacks/domain/ports';
import { METRICS_NAMESPACE, type Metrics } from '@snacks/handlers';

import type { MetricMinutes } from '../inspection/metric-minutes.js';
import { LOCAL_STAGE } from './operations-ports.js';

/** Metrics that are recorded in total and by the minute. */
export function recordMinutes(metrics: Metrics, minutes: MetricMinutes, clock: Clock): Metrics {
  return {
    record: (sample) => {
      metrics.record(sample);
      const { metric, value, occurredAt } = sample;
      const at = occurredAt === undefined ? clock.now() : toMilliseconds(occurredAt);
      minutes.add([METRICS_NAMESPACE, metric, LOCAL_STAGE], value, at);
    },
  };
}
