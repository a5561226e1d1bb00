import { afterEach, describe, expect, it } from '@jest/globals';
import { toTimestamp } from '@snacks/domain';

import {
  startPagedService,
  type PagedService,
  type PagesByOperation,
} from '../../test/paged-service.js';
import { createCloudWatchClient } from './clients.js';
import { CloudWatchMetricHistory } from './cloudwatch-metric-history.js';

let service: PagedService<ReturnType<typeof createCloudWatchClient>>;

afterEach(async () => service.stop());

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
const ERRORS = { of: 'function', name: 'order-relay', metric: 'errors' } as const;
const PLACED = { of: 'orders', metric: 'OrdersPlaced', statistic: 'sum' } as const;

/** A history whose metrics come in these pages. */
async function aHistory(...GetMetricData: PagesByOperation[string]) {
  service = await startPagedService(createCloudWatchClient, 'NextToken', { GetMetricData });
  return new CloudWatchMetricHistory(service.client, {
    orders: { namespace: 'Orders', dimension: { Name: 'stage', Value: 'test' } },
    nameOf: (name) => `${name}-test`,
  });
}

/** The points of one query on one page: a value for each of these minutes. */
function resultOf(Id: string, values: Readonly<Record<number, number>>) {
  return {
    Id,
    Timestamps: Object.keys(values).map((minute) => (START + Number(minute) * MINUTE) / 1_000),
    Values: Object.values(values),
    StatusCode: 'Complete',
  };
}

describe('a metric history in CloudWatch', () => {
  it('reads every page, and joins the points of one measure', async () => {
    const history = await aHistory(
      { MetricDataResults: [resultOf('m0', { 0: 1, 1: 2 })] },
      { MetricDataResults: [] },
      { MetricDataResults: [resultOf('m1', { 0: 4 }), resultOf('m0', { 2: 3 })] },
    );

    const series = await history.read(
      [ERRORS, PLACED],
      toTimestamp(START),
      toTimestamp(START + 3 * MINUTE),
    );

    expect(series).toEqual([
      {
        measure: ERRORS,
        points: [1, 2, 3].map((value, n) => ({ at: toTimestamp(START + n * MINUTE), value })),
      },
      { measure: PLACED, points: [{ at: toTimestamp(START), value: 4 }] },
    ]);
    const [first, ...others] = service.callsOf('GetMetricData');
    expect(others).toEqual([
      { ...first, NextToken: 'page 1' },
      { ...first, NextToken: 'page 2' },
    ]);
  });

  it('sends no request for no measure, for no time, and for too many measures', async () => {
    const history = await aHistory();
    const [since, until] = [toTimestamp(START), toTimestamp(START + MINUTE)];

    await history.read([], since, until);
    await history.read([ERRORS], since, since);
    await expect(
      history.read(
        Array.from({ length: 501 }, () => ERRORS),
        since,
        until,
      ),
    ).rejects.toMatchObject({ message: expect.stringContaining('at most 500 measures, not 501') });

    expect(service.callsOf('GetMetricData')).toEqual([]);
  });
});
