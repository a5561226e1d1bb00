import { METRICS, METRICS_NAMESPACE } from '@snacks/handlers/metrics';

import {
  at,
  idOfAlarmTopic,
  listOf,
  textOf,
  type Properties,
  type Synthesised,
} from '../synthesised.js';

/** An alarm of a template. */
export interface FoundAlarm {
  readonly name: string;
  readonly id: string;
  /** When it rings, as `lineOf` writes it; why it cannot ring, if it cannot. */
  readonly line: string;
}

const COMPARISONS = new Map([
  ['GreaterThanThreshold', '>'],
  ['LessThanThreshold', '<'],
]);

/** The alarms of a template, with the names of the resources that they watch. */
export function alarmsOf(stack: Synthesised): readonly FoundAlarm[] {
  return stack.ofType('AWS::CloudWatch::Alarm').map(({ id, properties }) => ({
    id,
    name: textOf(properties.AlarmName),
    line: obstacleOf(stack, properties) ?? lineIn(stack, properties),
  }));
}

function lineIn(stack: Synthesised, properties: Properties): string {
  const { metric, statistic, seconds } = metricOf(properties);
  const dimensions = listOf(at(metric, 'Dimensions'))
    .map((one) => `${textOf(at(one, 'Name'))}=${namedIn(stack, at(one, 'Value'))}`)
    .sort();
  const comparison = COMPARISONS.get(textOf(properties.ComparisonOperator)) ?? '?';
  const of = textOf(properties.EvaluationPeriods);
  const bad = textOf(properties.DatapointsToAlarm ?? properties.EvaluationPeriods);
  const missing = textOf(properties.TreatMissingData ?? 'missing');
  return (
    `${textOf(at(metric, 'Namespace'))} ${textOf(at(metric, 'MetricName'))} {${dimensions.join(', ')}} ` +
    `${statistic} ${comparison} ${textOf(properties.Threshold)}, ` +
    `${bad} of ${of} × ${seconds} s, missing: ${missing}`
  );
}

/**
 * The one metric of an alarm. It is in a list if it has a label, or if an expression fills its gaps with
 * zeros, which changes nothing for an alarm that takes missing data as good.
 */
function metricOf(properties: Properties) {
  const queries = listOf(properties.Metrics);
  const [query, ...more] = queries.filter((one) => at(one, 'MetricStat') !== undefined);
  const filled = `FILL(${textOf(at(query, 'Id'))},0)`;
  const isPlain = queries.every((one) => one === query || at(one, 'Expression') === filled);
  const stat = at(query, 'MetricStat');
  if (stat !== undefined && more.length === 0 && isPlain) {
    return {
      metric: at(stat, 'Metric'),
      statistic: textOf(at(stat, 'Stat')),
      seconds: textOf(at(stat, 'Period')),
    };
  }
  return {
    metric: properties,
    statistic: textOf(properties.Statistic ?? properties.ExtendedStatistic ?? 'none'),
    seconds: textOf(properties.Period ?? 'none'),
  };
}

/** Why an alarm sends no notification, or why its metric has no data. */
function obstacleOf(stack: Synthesised, properties: Properties): string | undefined {
  const topic = `<${idOfAlarmTopic(stack)}>`;
  for (const actions of [properties.AlarmActions, properties.OKActions]) {
    if (!listOf(actions).some((action) => textOf(action) === topic)) return 'notifies no topic';
  }
  if (properties.ActionsEnabled === false) return 'its actions are off';
  const { metric } = metricOf(properties);
  const namespace = textOf(at(metric, 'Namespace'));
  const name = textOf(at(metric, 'MetricName'));
  if (namespace.startsWith('AWS/')) return undefined;
  if (namespace === METRICS_NAMESPACE) {
    return name in METRICS ? undefined : 'no function emits its metric';
  }
  const isFiltered = stack.ofType('AWS::Logs::MetricFilter').some((filter) => {
    const [transformation] = listOf(filter.properties.MetricTransformations);
    return (
      at(transformation, 'MetricNamespace') === namespace &&
      at(transformation, 'MetricName') === name
    );
  });
  return isFiltered ? undefined : 'no filter of a log sends its metric';
}

/** The property with the name of a resource, by type. */
const NAMES = new Map([
  ['AWS::SQS::Queue', 'QueueName'],
  ['AWS::Lambda::Function', 'FunctionName'],
  ['AWS::DynamoDB::Table', 'TableName'],
  ['AWS::StepFunctions::StateMachine', 'StateMachineName'],
  ['AWS::ApiGatewayV2::Api', 'Name'],
]);

/** A value of a template as text, with the names of the resources that it refers to. */
function namedIn(stack: Synthesised, value: unknown): string {
  return textOf(value).replaceAll(/<(\w+)>/g, (reference, id: string) => {
    const resource = stack.resources.find((one) => one.id === id);
    if (resource?.type === 'AWS::Lambda::Version') {
      return `the new version of ${namedIn(stack, resource.properties.FunctionName)}`;
    }
    const property = NAMES.get(resource?.type ?? '');
    return property === undefined ? reference : textOf(resource?.properties[property]);
  });
}
