/** An alarm, as far as it decides when it rings. */
export interface ExpectedAlarm {
  /** The namespace and the name of the metric. */
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  /** Rings above this value. */
  readonly above?: number;
  /** Rings below this value. */
  readonly below?: number;
  /** The period of a datapoint. */
  readonly seconds: number;
  /** How many of how many datapoints must be bad. */
  readonly datapoints: readonly [bad: number, of: number];
  readonly missing: 'notBreaching' | 'breaching';
}

/** An alarm in one line, which two alarms share only if they ring at the same time. */
export function lineOf(alarm: ExpectedAlarm): string {
  const { seconds, datapoints, missing } = alarm;
  const [bad, of] = datapoints;
  return `${metricOf(alarm)} ${conditionOf(alarm)}, ${bad} of ${of} × ${seconds} s, missing: ${missing}`;
}

/** The metric with its dimensions, such as `AWS/SQS NumberOfMessagesSent {QueueName=orders}`. */
function metricOf({ metric, dimensions }: Pick<ExpectedAlarm, 'metric' | 'dimensions'>) {
  const names = Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return `${metric} {${names.join(', ')}}`;
}

/** The statistic and its bound, such as `Maximum > 0`. */
export function conditionOf({
  statistic,
  above,
  below,
}: Pick<ExpectedAlarm, 'statistic' | 'above' | 'below'>) {
  return above === undefined ? `${statistic} < ${below}` : `${statistic} > ${above}`;
}
