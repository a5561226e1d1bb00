import { at, listOf, textOf, type Synthesised } from '../synthesised.js';
import { each, reference, type AwsRule } from './rule.js';
import { allows, inlineStatements, numberOf, referenced } from './templates.js';

const ALARM = 'AWS::CloudWatch::Alarm';
const GROUP = 'AWS::CodeDeploy::DeploymentGroup';

/** The metrics of an alarm: each with its dimensions, as one text. */
function metricsOf(alarm: Synthesised['resources'][number]): string[] {
  const { properties } = alarm;
  return [properties, ...listOf(properties.Metrics).map((one) => at(one, 'MetricStat', 'Metric'))]
    .filter((metric) => at(metric, 'MetricName') !== undefined)
    .map((metric) =>
      [
        textOf(at(metric, 'MetricName')),
        ...listOf(at(metric, 'Dimensions')).map(
          (one) => `${textOf(at(one, 'Name'))}=${textOf(at(one, 'Value'))}`,
        ),
      ].join(' '),
    );
}

/** The alias whose traffic a deployment group moves. */
function aliasOf(stack: Synthesised, groupId: string) {
  return stack
    .ofType('AWS::Lambda::Alias')
    .find(
      ({ updatePolicy }) =>
        at(updatePolicy, 'CodeDeployLambdaAliasUpdate', 'DeploymentGroupName', 'Ref') === groupId,
    );
}

export const MONITORING_RULES: readonly AwsRule[] = [
  {
    rule: 'Each index has an alarm of its own on throttled writes.',
    otherwise:
      'a throttled index rejects writes of its table, and the metric of the table counts none',
    source:
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
    basis: 'documented',
    check: (stack) => {
      const watched = stack.ofType(ALARM).flatMap(metricsOf);
      return stack.ofType('AWS::DynamoDB::Table').flatMap(({ id, properties }) =>
        listOf(properties.GlobalSecondaryIndexes).map((index) => {
          const name = textOf(at(index, 'IndexName'));
          return {
            what: `${id} ${name}`,
            isRight: watched.some(
              (metric) =>
                metric.startsWith('WriteThrottleEvents ') &&
                metric.includes(`GlobalSecondaryIndexName=${name}`) &&
                metric.includes(`TableName=<${id}>`),
            ),
          };
        }),
      );
    },
  },
  {
    rule: 'An alarm looks at one metric, or at several of which exactly one result counts.',
    otherwise: '"Exactly one metric must have ReturnData set to true"',
    source: reference(ALARM),
    basis: 'documented',
    check: each(ALARM, ({ properties }) => {
      const metrics = listOf(properties.Metrics);
      if (metrics.length === 0) return properties.MetricName !== undefined;
      return metrics.filter((one) => at(one, 'ReturnData') !== false).length === 1;
    }),
  },
  {
    rule: 'An alarm looks back for at most a day, and for at most 7 days in periods of an hour and more.',
    otherwise: '"EvaluationPeriods * Period must be <= 86400", or 604800',
    source: reference(ALARM),
    basis: 'documented',
    check: each(ALARM, ({ properties }) => {
      const periods = [
        properties.Period,
        ...listOf(properties.Metrics).map((one) => at(one, 'MetricStat', 'Period')),
      ].flatMap((period) => (period === undefined ? [] : [numberOf(period)]));
      const longest = Math.max(...periods);
      const most = longest < 3_600 ? 86_400 : 604_800;
      return longest * numberOf(properties.EvaluationPeriods) <= most;
    }),
  },
  {
    rule: 'An alarm looks at no more than ten metrics, and has no more than ten expressions.',
    otherwise: '"Too many metrics in alarm, maximum is 10"',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html',
    basis: 'documented',
    check: each(ALARM, ({ properties }) => {
      const metrics = listOf(properties.Metrics);
      const expressions = metrics.filter((one) => at(one, 'Expression') !== undefined);
      return expressions.length <= 10 && metrics.length - expressions.length <= 10;
    }),
  },
  {
    rule: 'An alarm notifies at most five topics of a state, and needs no more failing periods than it looks at.',
    otherwise: '"DatapointsToAlarm must be less than or equal to EvaluationPeriods"',
    source:
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html',
    basis: 'documented',
    check: each(
      ALARM,
      ({ properties }) =>
        [properties.AlarmActions, properties.OKActions, properties.InsufficientDataActions].every(
          (actions) => listOf(actions).length <= 5,
        ) && numberOf(properties.DatapointsToAlarm ?? 1) <= numberOf(properties.EvaluationPeriods),
    ),
  },
  {
    rule: "A filter's namespace does not begin with AWS/, and its dimensions are fields of the log.",
    otherwise: '"Metric namespaces starting with AWS/ are reserved for AWS."',
    source:
      'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html',
    basis: 'documented',
    check: each('AWS::Logs::MetricFilter', ({ properties }) =>
      listOf(properties.MetricTransformations).every(
        (one) =>
          !textOf(at(one, 'MetricNamespace')).startsWith('AWS/') &&
          listOf(at(one, 'Dimensions')).every((dimension) =>
            textOf(at(dimension, 'Value')).startsWith('$'),
          ),
      ),
    ),
  },
  {
    rule: 'A dashboard has a plain name, and at most 500 widgets.',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html',
    basis: 'documented',
    check: each('AWS::CloudWatch::Dashboard', ({ properties }) => {
      const widgets = textOf(properties.DashboardBody).match(/"type":"(metric|text|alarm|log)"/g);
      return (
        /^[\w-]+$/.test(textOf(properties.DashboardName)) &&
        widgets !== null &&
        widgets.length <= 500
      );
    }),
  },
  {
    rule: 'A filter that takes dimensions from the log has at most three, and no default value.',
    otherwise:
      '"Invalid metric transformation: dimensions and default value are mutually exclusive properties"',
    source:
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html',
    basis: 'documented',
    check: each('AWS::Logs::MetricFilter', ({ properties }) =>
      listOf(properties.MetricTransformations).every(
        (one) =>
          listOf(at(one, 'Dimensions')).length <= 3 &&
          (listOf(at(one, 'Dimensions')).length === 0 || at(one, 'DefaultValue') === undefined),
      ),
    ),
  },
  {
    rule: 'A rollout is taken back by at most ten alarms, which look at its new version before any traffic moves.',
    source: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html',
    basis: 'documented',
    check: (stack) =>
      stack.ofType(GROUP).map(({ id, properties }) => {
        const alarms = listOf(at(properties, 'AlarmConfiguration', 'Alarms')).map((one) =>
          referenced(stack, at(one, 'Name')),
        );
        const alias = aliasOf(stack, id);
        const version = textOf(alias?.properties.FunctionVersion);
        return {
          what: id,
          isRight:
            alarms.length >= 1 &&
            alarms.length <= 10 &&
            at(properties, 'AlarmConfiguration', 'Enabled') === true &&
            alarms.every(
              (alarm) =>
                alarm !== undefined &&
                alias?.dependsOn.includes(alarm.id) === true &&
                metricsOf(alarm).some((metric) =>
                  metric.split(' ').some((part) => part.endsWith(`=${version}`)),
                ),
            ),
        };
      }),
  },
  {
    rule: 'Each version has alarms of its own: CloudWatch leaves the state of an alarm that is updated as it is.',
    otherwise: 'the alarm of a version that fails stops the rollout of the one that mends it',
    source: 'https://github.com/aws/serverless-application-model/issues/716',
    basis: 'reported',
    check: (stack) =>
      stack.ofType(GROUP).flatMap(({ id, properties }) => {
        const version = textOf(aliasOf(stack, id)?.properties.FunctionVersion);
        const release = /(\w{32})[^\w]/.exec(version)?.[1] ?? 'no version';
        return listOf(at(properties, 'AlarmConfiguration', 'Alarms')).map((one) => {
          const alarm = referenced(stack, at(one, 'Name'));
          return {
            what: textOf(at(one, 'Name')),
            isRight:
              alarm?.id.endsWith(release) === true &&
              textOf(alarm.properties.AlarmName).endsWith(release),
          };
        });
      }),
  },
  {
    rule: 'An alias that CodeDeploy moves has no weights in the template: CodeDeploy sets them.',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html',
    basis: 'common knowledge',
    check: (stack) =>
      stack
        .ofType('AWS::Lambda::Alias')
        .filter(({ updatePolicy }) => updatePolicy !== undefined)
        .map(({ id, properties }) => ({
          what: id,
          isRight: properties.RoutingConfig === undefined,
        })),
  },
  {
    rule: 'CodeDeploy may read and move each alias, and read alarms.',
    otherwise: '"CodeDeploy is not authorized to perform: lambda:UpdateAlias"',
    source:
      'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambdaLimited.html',
    basis: 'documented',
    check: (stack) =>
      stack.ofType(GROUP).map(({ id, properties }) => {
        const statements = inlineStatements(referenced(stack, properties.ServiceRoleArn));
        const alias = aliasOf(stack, id);
        const arn = textOf(alias?.properties.FunctionName);
        return {
          what: id,
          isRight:
            statements.some((one) => allows(one, 'cloudwatch:DescribeAlarms', '*')) &&
            ['UpdateAlias', 'GetAlias', 'GetProvisionedConcurrencyConfig'].every((action) =>
              statements.some((one) => allows(one, `lambda:${action}`, arn)),
            ),
        };
      }),
  },
  {
    rule: 'An anomaly monitor is made only where somebody chose it: on a cost-allocation tag it can be made in the management account alone.',
    otherwise: 'the deployment fails in every member account',
    source: 'https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html',
    basis: 'documented',
    check: ({ ofType }) => [
      { what: 'the stack', isRight: ofType('AWS::CE::AnomalyMonitor').length === 0 },
    ],
  },
  {
    rule: 'A budget has at most 5 notifications, each with at most one topic, and a name without : and \\.',
    source: reference('AWS::Budgets::Budget'),
    basis: 'documented',
    check: each('AWS::Budgets::Budget', ({ properties }) => {
      const notifications = listOf(properties.NotificationsWithSubscribers);
      return (
        notifications.length <= 5 &&
        notifications.every(
          (one) =>
            listOf(at(one, 'Subscribers')).filter(
              (subscriber) => at(subscriber, 'SubscriptionType') === 'SNS',
            ).length <= 1,
        ) &&
        /^[^:\\]{1,100}$/.test(textOf(at(properties, 'Budget', 'BudgetName')))
      );
    }),
  },
];
