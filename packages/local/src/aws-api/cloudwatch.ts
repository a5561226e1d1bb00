import type { InMemoryQueue } from '@snacks/adapters-memory';
import type { Clock } from '@snacks/domain/ports';
import { startOfMinute } from '@snacks/operations';

import type { MetricMinutes, MinuteStatistics } from '../inspection/metric-minutes.js';
import { AwsApiError } from './aws-api-error.js';
import type { Operations } from './operation.js';
import type { Parameters } from './parameters.js';

export interface CloudWatchOptions {
  readonly minutes: MetricMinutes;
  readonly queues: ReadonlyMap<string, InMemoryQueue>;
  readonly clock: Clock;
}

/** The values of one metric by the minute. */
type Points = readonly (readonly [at: number, value: number])[];

/**
 * The operation that reads metrics: those of the functions' own catalogue, the invocations and errors of
 * functions, and the age of the oldest message of queues, which is known for the current minute only.
 */
export function cloudWatchOperations(options: CloudWatchOptions): Operations {
  return {
    GetMetricData: {
      parameters: ['MetricDataQueries', 'StartTime', 'EndTime', 'ScanBy'],
      run: (parameters) => {
        const from = parameters.seconds('StartTime');
        const to = parameters.seconds('EndTime');
        if (parameters.optionalText('ScanBy') !== 'TimestampAscending') {
          throw new AwsApiError('InvalidParameterValue', 'ScanBy must be TimestampAscending.');
        }
        const queries = parameters.structures('MetricDataQueries', [
          'Id',
          'MetricStat',
          'ReturnData',
        ]);
        return {
          MetricDataResults: queries.map((query) => {
            const points = pointsOf(query.structure('MetricStat', STAT), from, to, options);
            return {
              Id: query.text('Id'),
              Label: query.text('Id'),
              Timestamps: points.map(([at]) => at / 1_000),
              Values: points.map(([, value]) => value),
              StatusCode: 'Complete',
            };
          }),
          Messages: [],
        };
      },
    },
  };
}

const STAT = ['Metric', 'Period', 'Stat'];

function pointsOf(
  stat: Parameters,
  from: number,
  to: number,
  { minutes, queues, clock }: CloudWatchOptions,
): Points {
  if (stat.optionalNumber('Period', { from: 60, to: 60 }) === undefined) {
    throw new AwsApiError('InvalidParameterValue', 'Period must be 60.');
  }
  const metric = stat.structure('Metric', ['Namespace', 'MetricName', 'Dimensions']);
  const [namespace, name] = [metric.text('Namespace'), metric.text('MetricName')];
  const [dimension] = metric
    .structures('Dimensions', ['Name', 'Value'])
    .map((one) => one.text('Value'));
  if (namespace === 'AWS/SQS') {
    if (name !== 'ApproximateAgeOfOldestMessage') return [];
    return ageOf(queues.get(dimension ?? ''), clock.now());
  }
  const value = statistic(stat.text('Stat'));
  return minutes
    .read([namespace, name, dimension ?? ''], from, to)
    .map(([at, minute]) => [at, value(minute)] as const);
}

/** The age of the oldest message, in seconds. */
function ageOf(queue: InMemoryQueue | undefined, now: number): Points {
  const sent = queue?.messages().map(({ sentAt }) => sentAt) ?? [];
  const oldest = sent.reduce((min, at) => Math.min(min, at), now);
  return sent.length === 0 ? [] : [[startOfMinute(now), Math.floor((now - oldest) / 1_000)]];
}

function statistic(stat: string): (minute: MinuteStatistics) => number {
  if (stat === 'Sum') return ({ sum }) => sum;
  if (stat === 'Maximum') return ({ max }) => max;
  if (stat === 'SampleCount') return ({ count }) => count;
  const percent = /^p(\d{1,2})$/.exec(stat)?.[1];
  if (percent !== undefined) return ({ percentile }) => percentile(Number(percent));
  throw new AwsApiError(
    'InvalidParameterValue',
    `Unsupported statistic ${stat}. Supported: Sum, Maximum, SampleCount, p1 to p99.`,
  );
}
