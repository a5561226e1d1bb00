import {
  GetMetricDataCommand,
  type CloudWatchClient,
  type Dimension,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { toMilliseconds, toTimestamp, type Timestamp } from '@snacks/domain';
import {
  assertFewEnough,
  MINUTE,
  startOfMinute,
  type Measure,
  type MetricHistory,
  type Series,
} from '@snacks/operations';

export interface CloudWatchMetricHistoryOptions {
  /** The namespace of the metrics of orders, and the dimension that they all have. */
  readonly orders: { readonly namespace: string; readonly dimension: Dimension };
  /** Returns the name of a function or a queue in the account. */
  readonly nameOf: (name: string) => string;
}

/** Reads metrics of CloudWatch by the minute, all in one request (and its further pages). */
export class CloudWatchMetricHistory implements MetricHistory {
  constructor(
    private readonly client: CloudWatchClient,
    private readonly options: CloudWatchMetricHistoryOptions,
  ) {}

  async read(
    measures: readonly Measure[],
    since: Timestamp,
    until: Timestamp,
  ): Promise<readonly Series[]> {
    assertFewEnough(measures);
    const [start, end] = [
      startOfMinute(toMilliseconds(since)),
      startOfMinute(toMilliseconds(until)),
    ];
    // CloudWatch refuses a request without metrics or without time.
    const points =
      measures.length === 0 || start >= end
        ? new Map<string, Series['points']>()
        : await this.pointsOf(
            measures.map((measure, n) => this.queryOf(measure, `m${n}`)),
            new Date(start),
            new Date(end),
          );
    return measures.map((measure, n) => ({ measure, points: points.get(`m${n}`) ?? [] }));
  }

  private async pointsOf(
    MetricDataQueries: MetricDataQuery[],
    StartTime: Date,
    EndTime: Date,
  ): Promise<ReadonlyMap<string, Series['points']>> {
    const points = new Map<string, { readonly at: Timestamp; readonly value: number }[]>();
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(
        new GetMetricDataCommand({
          MetricDataQueries,
          StartTime,
          EndTime,
          ScanBy: 'TimestampAscending',
          ...(NextToken !== undefined && { NextToken }),
        }),
      );
      for (const { Id = '', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
        const values = points.get(Id) ?? [];
        for (const [n, time] of Timestamps.entries()) {
          const at = toTimestamp(startOfMinute(time.getTime()));
          values.push({ at, value: Values[n] ?? 0 });
        }
        points.set(Id, values);
      }
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    return points;
  }

  private queryOf(measure: Measure, Id: string): MetricDataQuery {
    const metric = this.metricOf(measure);
    return {
      Id,
      MetricStat: {
        Metric: {
          Namespace: metric.namespace,
          MetricName: metric.name,
          Dimensions: [metric.dimension],
        },
        Period: MINUTE / 1_000,
        Stat: metric.statistic,
      },
      ReturnData: true,
    };
  }

  private metricOf(measure: Measure) {
    const { orders, nameOf } = this.options;
    switch (measure.of) {
      case 'orders':
        return {
          ...orders,
          name: measure.metric,
          statistic: measure.statistic === 'sum' ? 'Sum' : measure.statistic,
        };
      case 'function':
        return {
          namespace: 'AWS/Lambda',
          dimension: { Name: 'FunctionName', Value: nameOf(measure.name) },
          name: measure.metric === 'errors' ? 'Errors' : 'Invocations',
          statistic: 'Sum',
        };
      default:
        return {
          namespace: 'AWS/SQS',
          dimension: { Name: 'QueueName', Value: nameOf(measure.name) },
          name: 'ApproximateAgeOfOldestMessage',
          statistic: 'Maximum',
        };
    }
  }
}
