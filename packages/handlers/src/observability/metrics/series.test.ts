import { describe, expect, it } from '@jest/globals';
import { FAILURE_REASONS, isFields } from '@snacks/domain';

import { SystemClock } from '../../composition/node-adapters.js';
import { METRICS, seriesOf } from './catalogue.js';
import { EmfMetrics } from './emf-metrics.js';
import type { Sample } from './metrics.js';

/** The metrics that CloudWatch makes of some samples, each by its dimensions and their values. */
function seriesIn(samples: readonly Sample[]): ReadonlySet<string> {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  const metrics = new EmfMetrics({ stage: 'test', clock: new SystemClock(), destination });
  for (const sample of samples) metrics.record(sample);
  return new Set(lines.flatMap((line) => dimensionSetsIn(JSON.parse(line))));
}

function dimensionSetsIn(record: unknown): readonly string[] {
  if (!isFields(record)) return [];
  const { _aws: metadata } = record;
  const instructions = isFields(metadata) ? metadata.CloudWatchMetrics : undefined;
  return (Array.isArray(instructions) ? instructions : []).flatMap((one: unknown) => {
    const sets = isFields(one) && Array.isArray(one.Dimensions) ? one.Dimensions : [];
    return sets.map((names: unknown) =>
      (Array.isArray(names) ? names : [])
        .map((name: unknown) => `${String(name)}=${String(record[String(name)])}`)
        .join(),
    );
  });
}

describe('the number of metrics that CloudWatch charges for', () => {
  it('is that of the dimensions in the log lines', () => {
    const placed = seriesIn([{ metric: 'OrdersPlaced', value: 1 }]);
    const failed = seriesIn(
      FAILURE_REASONS.map((reason) => ({
        metric: 'OrdersFailed',
        value: 1,
        dimension: { reason },
      })),
    );

    expect(placed.size).toBe(seriesOf(METRICS.OrdersPlaced));
    expect(failed.size).toBe(seriesOf(METRICS.OrdersFailed));
  });
});
