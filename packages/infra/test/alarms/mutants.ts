import { isFields } from '../../src/deploy/fields.js';
import {
  listOf,
  withoutResource,
  withResource,
  type Properties,
  type Synthesised,
  type SynthesisedResource,
} from '../synthesised.js';

/** A stack with one alarm that does not do its work. */
export interface BrokenAlarm {
  /** What is wrong with the alarm. */
  readonly broken: string;
  readonly stack: Synthesised;
}

/** The stack with one alarm broken in every way: it is missing, watches something else, or is silent. */
export function* brokenAlarms(stack: Synthesised, id: string): Generator<BrokenAlarm> {
  const alarm = stack.resources.find((resource) => resource.id === id);
  if (alarm === undefined) throw new Error(`The stack has no alarm ${id}.`);
  yield { broken: 'it is missing', stack: withoutResource(stack, id) };
  for (const [broken, properties] of mutantsOf(alarm.properties)) {
    const resource = { ...alarm.template, Properties: properties };
    yield { broken, stack: withResource(stack, id, resource) };
  }
  for (const filter of filtersOf(stack, alarm)) {
    yield { broken: 'nothing sends its metric', stack: withoutResource(stack, filter.id) };
  }
}

function mutantsOf(properties: Properties): readonly (readonly [string, Properties])[] {
  const { ActionsEnabled: _enabled, AlarmActions, OKActions, ...silent } = properties;
  return [
    ['another metric', withMetric(properties, { MetricName: 'Another' })],
    ['another namespace', withMetric(properties, { Namespace: 'AWS/Another' })],
    [
      'a dimension fewer, or a wrong one',
      withMetric(properties, { Dimensions: fewer(properties) }),
    ],
    [
      'another statistic',
      withStatistic(properties, { Statistic: 'SampleCount', Stat: 'SampleCount' }),
    ],
    ['another period', withStatistic(properties, { Period: 3_600 })],
    ['a higher threshold', { ...properties, Threshold: Number(properties.Threshold) * 10 + 1 }],
    ['the opposite comparison', { ...properties, ComparisonOperator: opposite(properties) }],
    ['more periods', { ...properties, EvaluationPeriods: 10 }],
    ['more datapoints', { ...properties, EvaluationPeriods: 10, DatapointsToAlarm: 10 }],
    ['missing data the other way', { ...properties, TreatMissingData: otherMissing(properties) }],
    ['its actions off', { ...properties, ActionsEnabled: false }],
    ['no notification when it begins', { ...silent, OKActions }],
    ['no notification when it ends', { ...silent, AlarmActions }],
  ];
}

function otherMissing({ TreatMissingData: current }: Properties): string {
  return current === 'breaching' ? 'notBreaching' : 'breaching';
}

function opposite({ ComparisonOperator: current }: Properties): string {
  return current === 'LessThanThreshold' ? 'GreaterThanThreshold' : 'LessThanThreshold';
}

/** The alarm with another statistic: in a list of metrics, or in the alarm itself. */
function withStatistic(properties: Properties, changed: Properties): Properties {
  const { Statistic: _ofAlarms, ...inList } = changed;
  return (
    withMetricStat(properties, (stat) => ({ ...stat, ...inList })) ?? { ...properties, ...changed }
  );
}

/** The alarm with another metric: in a list of metrics, or in the alarm itself. */
function withMetric(properties: Properties, changed: Properties): Properties {
  return (
    withMetricStat(properties, ({ Metric: metric, ...stat }) => ({
      ...stat,
      Metric: { ...(isFields(metric) && metric), ...changed },
    })) ?? { ...properties, ...changed }
  );
}

/** Changes the metrics in the list of an alarm; `undefined` if the alarm has no list. */
function withMetricStat(
  properties: Properties,
  change: (stat: Properties) => Properties,
): Properties | undefined {
  const queries = listOf(properties.Metrics);
  if (queries.length === 0) return undefined;
  const changed = (query: unknown) => {
    if (!isFields(query) || !isFields(query.MetricStat)) return query;
    return { ...query, MetricStat: change(query.MetricStat) };
  };
  return { ...properties, Metrics: queries.map(changed) };
}

/** One dimension fewer; for a metric without dimensions, one that no datapoint has. */
function fewer(properties: Properties): readonly unknown[] {
  const dimensions = listOf(metricIn(properties).Dimensions);
  return dimensions.length === 0 ? [{ Name: 'Another', Value: 'x' }] : dimensions.slice(1);
}

function metricIn(properties: Properties): Properties {
  for (const query of listOf(properties.Metrics)) {
    const stat = isFields(query) ? query.MetricStat : undefined;
    if (isFields(stat) && isFields(stat.Metric)) return stat.Metric;
  }
  return properties;
}

/** The filters of logs that send the metric of an alarm. */
function filtersOf(stack: Synthesised, { properties }: SynthesisedResource) {
  const { Namespace, MetricName } = metricIn(properties);
  return stack
    .ofType('AWS::Logs::MetricFilter')
    .filter(({ properties: { MetricTransformations } }) =>
      listOf(MetricTransformations).some(
        (one) =>
          isFields(one) && one.MetricNamespace === Namespace && one.MetricName === MetricName,
      ),
    );
}
