import { toTimestamp } from '@snacks/domain';

import { MINUTE, startOfMinute } from '../minute.js';
import {
  MAX_MEASURES,
  type Measure,
  type Metric,
  type MetricHistory,
} from '../ports/metric-history.js';
import { assertEqual, assertRejected, type TestFunctions } from './contract.js';

/** A value of a metric: what the contract records before it reads. */
export interface MeasuredValue {
  readonly metric: Metric;
  /** In milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
}

const SECOND = 1_000;

/** Early enough that all values are complete, and late enough that every history keeps them. */
const START = startOfMinute(Date.now()) - 60 * MINUTE;

const PLACED = { of: 'orders', metric: 'OrdersPlaced' } as const;
const DURATION = { of: 'orders', metric: 'TimeToProcessed' } as const;
const ERRORS = { of: 'function', name: 'order-relay', metric: 'errors' } as const;
const INVOCATIONS = { of: 'function', name: 'order-relay', metric: 'invocations' } as const;
const AGE = { of: 'queue', name: 'order-processing', metric: 'oldestAgeSeconds' } as const;
const PLACED_SUM = { ...PLACED, statistic: 'sum' } as const;

/** The time of a minute, counted from the first. */
const minute = (n: number) => toTimestamp(START + n * MINUTE);

/** Values of a metric, each so many milliseconds after the first minute. */
function valuesOf(
  metric: Metric,
  values: readonly (readonly [after: number, value: number])[],
): readonly MeasuredValue[] {
  return values.map(([after, value]) => ({ metric, at: START + after, value }));
}

/** Reads three minutes of one measure. */
async function pointsOf(history: MetricHistory, measure: Measure) {
  const [series] = await history.read([measure], minute(0), minute(3));
  return series?.points;
}

/** Tests the guarantees of the {@link MetricHistory} port. `create` returns a history with exactly these values. */
export function metricHistoryContract(
  { describe, it }: TestFunctions,
  create: (values: readonly MeasuredValue[]) => Promise<MetricHistory>,
): void {
  describe('a metric history', () => {
    it('has one point for each minute with values, oldest first', async () => {
      const history = await create(
        valuesOf(PLACED, [
          [2 * MINUTE, 3],
          [0, 1],
          [2 * MINUTE + 59 * SECOND, 4],
        ]),
      );

      assertEqual(
        await pointsOf(history, PLACED_SUM),
        [
          { at: minute(0), value: 1 },
          { at: minute(2), value: 7 },
        ],
        'points',
      );
    });

    it('rounds both ends down to minutes, and excludes the last', async () => {
      const values = [-1, 0, 1, 2, 3].map((n) => [n * MINUTE + 45 * SECOND, 10 + n] as const);
      const history = await create(valuesOf(PLACED, values));
      const [since, until] = [START + 50 * SECOND, START + 2 * MINUTE + 50 * SECOND];

      const [series] = await history.read([PLACED_SUM], toTimestamp(since), toTimestamp(until));

      assertEqual(
        series?.points,
        [
          { at: minute(0), value: 10 },
          { at: minute(1), value: 11 },
        ],
        'points',
      );
    });

    it('has empty series where both ends are in one minute', async () => {
      const history = await create(valuesOf(PLACED, [[10 * SECOND, 1]]));
      const [since, until] = [toTimestamp(START), toTimestamp(START + 30 * SECOND)];

      const series = await history.read([PLACED_SUM], since, until);

      assertEqual(series, [{ measure: PLACED_SUM, points: [] }], 'series');
    });

    it('adds up the invocations and the errors of each function', async () => {
      const other = { ...ERRORS, name: 'order-processor' };
      const history = await create([
        ...valuesOf(INVOCATIONS, [
          [0, 1],
          [1, 1],
          [2, 1],
        ]),
        ...valuesOf(ERRORS, [
          [0, 1],
          [1, 1],
        ]),
        ...valuesOf(other, [[0, 1]]),
      ]);

      const series = await history.read([INVOCATIONS, ERRORS, other], minute(0), minute(3));

      const values = series.map(({ points }) => points.map(({ value }) => value));
      assertEqual(values, [[3], [2], [1]], 'values');
    });

    it('has the maximum age of the oldest message of a queue', async () => {
      const history = await create(
        valuesOf(AGE, [
          [0, 30],
          [20 * SECOND, 50],
          [40 * SECOND, 10],
        ]),
      );

      assertEqual(await pointsOf(history, AGE), [{ at: minute(0), value: 50 }], 'points');
    });

    it('has percentiles of the values of a minute', async () => {
      const values = Array.from({ length: 100 }, (_, n) => [n, (100 - n) * 100] as const);
      const history = await create(valuesOf(DURATION, values));
      const expected = { p50: 5_000, p90: 9_000, p99: 9_900 };

      for (const statistic of ['p50', 'p90', 'p99'] as const) {
        const points = await pointsOf(history, { ...DURATION, statistic });

        const ratio = (points?.[0]?.value ?? 0) / expected[statistic];
        assertEqual(points?.length, 1, `points of ${statistic}`);
        assertEqual(Math.abs(ratio - 1) < 0.04, true, `${statistic} within 4 %`);
      }
    });

    it('returns the series in the order of the measures, empty where there is no value', async () => {
      const history = await create([
        ...valuesOf(PLACED, [[0, 5]]),
        ...valuesOf(INVOCATIONS, [[0, 2]]),
      ]);
      const measures = [ERRORS, INVOCATIONS, AGE, PLACED_SUM];

      const series = await history.read(measures, minute(0), minute(3));

      const found = series.map(({ measure, points }) => [
        measure,
        points.map(({ value }) => value),
      ]);
      assertEqual(
        found,
        [
          [ERRORS, []],
          [INVOCATIONS, [2]],
          [AGE, []],
          [PLACED_SUM, [5]],
        ],
        'series',
      );
    });

    it('has no series without measures', async () => {
      const history = await create([]);

      assertEqual(await history.read([], minute(0), minute(3)), [], 'series');
    });

    it(`reads ${MAX_MEASURES} measures in one call, and refuses more`, async () => {
      const history = await create(valuesOf(PLACED, [[0, 5]]));
      const measures = Array.from({ length: MAX_MEASURES - 1 }, (_, n) => ({
        ...PLACED_SUM,
        metric: `Metric${n}`,
      }));

      const series = await history.read([...measures, PLACED_SUM], minute(0), minute(1));

      assertEqual(series.length, MAX_MEASURES, 'series');
      assertEqual(series.at(-1)?.points, [{ at: minute(0), value: 5 }], 'points of the last');
      await assertRejected(
        history.read([...measures, PLACED_SUM, ERRORS], minute(0), minute(1)),
        'TooManyMeasuresError',
      );
    });
  });
}
