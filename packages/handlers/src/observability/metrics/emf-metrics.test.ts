import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { toTimestamp } from '@snacks/domain';
import { Ajv } from 'ajv';

import { fixture } from '../../../test/events.js';
import { METRICS, type MetricName } from './catalogue.js';
import { EmfMetrics } from './emf-metrics.js';
import type { Sample } from './metrics.js';

const DAY = 86_400_000;
const NOW = Date.now();

const isEmbeddedMetricFormat = new Ajv().compile<EmfRecord>(
  fixture('embedded-metric-format.schema'),
);

/** The members of a line that the specification requires. */
interface EmfRecord extends Readonly<Record<string, unknown>> {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
}

/** One sample of every metric. */
const SAMPLES: { readonly [M in MetricName]: Sample<M> } = {
  OrdersPlaced: { metric: 'OrdersPlaced', value: 1 },
  OrdersUpdated: { metric: 'OrdersUpdated', value: 1 },
  OrdersApproved: { metric: 'OrdersApproved', value: 1 },
  OrdersRejected: { metric: 'OrdersRejected', value: 1 },
  OrdersExpired: { metric: 'OrdersExpired', value: 1 },
  OrdersCancelled: { metric: 'OrdersCancelled', value: 1 },
  OrdersProcessed: { metric: 'OrdersProcessed', value: 1 },
  OrdersFailed: { metric: 'OrdersFailed', value: 1, dimension: { reason: 'OUT_OF_STOCK' } },
  TimeToApproval: { metric: 'TimeToApproval', value: 60_000 },
  TimeToProcessed: { metric: 'TimeToProcessed', value: 0, orderId: 'order-1' },
  OrdersStuck: { metric: 'OrdersStuck', value: 0, dimension: { status: 'PROCESSING' } },
};

function metricsInEmf(now = NOW) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const metrics = new EmfMetrics({ stage: 'dev', clock: { now: () => now }, destination });
  return {
    metrics,
    lines,
    records: (): EmfRecord[] =>
      lines.map((line) => {
        const record: unknown = JSON.parse(line);
        if (isEmbeddedMetricFormat(record)) return record;
        throw new Error(`${line}: ${JSON.stringify(isEmbeddedMetricFormat.errors)}`);
      }),
  };
}

/** The instructions for CloudWatch in a record. */
function instructionsOf({ _aws: instructions }: EmfRecord) {
  const [directive] = instructions.CloudWatchMetrics;
  if (directive === undefined) throw new Error('the record has no metric');
  return { timestamp: instructions.Timestamp, ...directive };
}

function timestampOf(sample: Sample): number | undefined {
  const { metrics, records } = metricsInEmf();
  metrics.record(sample);
  return records().map(instructionsOf)[0]?.timestamp;
}

describe('metrics in the embedded metric format', () => {
  it.each(Object.values(SAMPLES))(
    'are one line that matches the specification: $metric',
    (sample) => {
      const { metrics, lines, records } = metricsInEmf();

      metrics.record(sample);

      expect(lines).toEqual([expect.stringMatching(/^\{[^\n]+\}\n$/)]);
      for (const record of records()) {
        const { Dimensions, Metrics } = instructionsOf(record);
        for (const name of Dimensions.flat()) {
          expect(record[name]).toEqual(expect.stringMatching(/./));
        }
        expect(Metrics).toEqual([{ Name: sample.metric, Unit: METRICS[sample.metric].unit }]);
        expect(record[sample.metric]).toBe(sample.value);
      }
    },
  );

  it('have the stage as their only dimension, and the order as metadata', () => {
    const { metrics, records } = metricsInEmf();
    const occurredAt = toTimestamp(NOW - 5_000);

    metrics.record({ metric: 'TimeToProcessed', value: 1_250, orderId: 'order-1', occurredAt });

    expect(records()).toEqual([
      {
        _aws: {
          Timestamp: NOW - 5_000,
          CloudWatchMetrics: [
            {
              Namespace: 'ServerlessSnacks',
              Dimensions: [['stage']],
              Metrics: [{ Name: 'TimeToProcessed', Unit: 'Milliseconds' }],
            },
          ],
        },
        stage: 'dev',
        TimeToProcessed: 1_250,
        orderId: 'order-1',
        occurredAt,
      },
    ]);
  });

  it('have one set of dimensions: the stage, and their own dimension if the catalogue has one', () => {
    const { metrics, records } = metricsInEmf();

    metrics.record(SAMPLES.OrdersFailed);

    expect(records().map(instructionsOf)).toMatchObject([{ Dimensions: [['stage', 'reason']] }]);
    expect(records()).toMatchObject([{ stage: 'dev', reason: 'OUT_OF_STOCK' }]);
  });

  it('have the time of the occurrence if CloudWatch accepts it, and the current time otherwise', () => {
    const at = (time: number) =>
      timestampOf({ metric: 'OrdersPlaced', value: 1, occurredAt: toTimestamp(time) });

    expect(at(NOW - 13 * DAY)).toBe(NOW - 13 * DAY);
    expect(at(NOW + 60_000)).toBe(NOW + 60_000);
    expect(at(NOW - 14 * DAY)).toBe(NOW);
    expect(at(NOW + DAY)).toBe(NOW);
    expect(timestampOf({ metric: 'OrdersPlaced', value: 1 })).toBe(NOW);
  });

  it('keep nothing from one sample to the next while invocations overlap', async () => {
    const { metrics, records } = metricsInEmf();
    const invoke = async (orderId: string) => {
      for (let step = 0; step < 3; step += 1) {
        metrics.record({ ...SAMPLES.OrdersFailed, orderId });
        await turn();
        metrics.record(SAMPLES.OrdersPlaced);
      }
    };

    await Promise.all(['a', 'b', 'c'].map(invoke));

    const placed = records().filter((record) => 'OrdersPlaced' in record);
    expect(placed).toHaveLength(9);
    for (const record of placed) {
      expect(Object.keys(record).sort()).toEqual(['OrdersPlaced', '_aws', 'stage']);
    }
    const failed = records().filter((record) => 'OrdersFailed' in record);
    expect(failed.map(({ orderId }) => orderId).join('')).toBe('abcabcabc');
  });
});
