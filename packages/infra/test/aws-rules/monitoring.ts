import { at, listOf, textOf, type Synthesised } from '../synthesised.js';
import { each, reference, type AwsRule } from './rule.js';
import { allows, inlineStatements, numberOf, referenced } from './templates.js';

const ALARM = 'AWS::CloudWatch::Alarm';
const GROUP = 'AWS::CodeDeploy::DeploymentGroup';

/** The metrics of an alarm, each with its dimensions as one text. */
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
    rule: 'Each index of a table with an alarm on throttled writes has an alarm of its own.',
    ifBroken:
      'a throttled index rejects writes of its table, and the metric of the table does not count them',
    source:
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
    basis: 'documented',
    check: (stack) => {
      const watched = stack
        .ofType(ALARM)
        .flatMap(metricsOf)
        .filter((metric) => metric.startsWith('WriteThrottleEvents '));
      const tables = stack
        .ofType('AWS::DynamoDB::Table')
        .filter(({ id }) => watched.some((metric) => metric.includes(`TableName=<${id}>`)));
      return tables.flatMap(({ id, properties }) =>
        listOf(properties.GlobalSecondaryIndexes).map((index) => {
          const name = textOf(at(index, 'IndexName'));
          return {
            subject: `${id} ${name}`,
            isValid: watched.some(
              (metric) =>
                metric.includes(`GlobalSecondaryIndexName=${name}`) &&
                metric.includes(`TableName=<${id}>`),
            ),
          };
        }),
      );
    },
  },
  {
    rule: 'An alarm has one metric, or several metrics of which exactly one returns data.',
    ifBroken: '"Exactly one metric must have ReturnData set to true"',
    source: reference(ALARM),
    basis: 'documented',
    check: each(ALARM, ({ properties }) => {
      const metrics = listOf(properties.Metrics);
      if (metrics.length === 0) return properties.MetricName !== undefined;
      return metrics.filter((one) => at(one, 'ReturnData') !== false).length === 1;
    }),
  },
  {
    rule: 'An alarm evaluates at most 1 day, or at most 7 days in periods of an hour or more.',
    ifBroken: '"EvaluationPeriods * Period must be <= 86400", or 604800',
    source: reference(ALARM),
    basis: 'documented',
    check: each(ALARM, ({ properties }) => {
      const periods = [
        properties.Period,
        ...listOf(properties.Metrics).map((one) => at(one, 'MetricStat', 'Period')),
      ].flatMap((period) => (period === undefined ? [] : [numberOf(period)]));
      const longest = Math.max(...periods);
      const max = longest < 3_600 ? 86_400 : 604_800;
      return longest * numberOf(properties.EvaluationPeriods) <= max;
    }),
  },
  {
    rule: 'An alarm has at most ten metrics and at most ten expressions.',
    ifBroken: '"Too many metrics in alarm, maximum is 10"',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html',
    basis: 'documented',
    check: each(ALARM, ({ properties }) => {
      const metrics = listOf(properties.Metrics);
      const expressions = metrics.filter((one) => at(one, 'Expression') !== undefined);
      return expressions.length <= 10 && metrics.length - expressions.length <= 10;
    }),
  },
  {
    rule: 'An alarm notifies at most five topics for each state, and needs no more breaching periods than it evaluates.',
    ifBroken: '"DatapointsToAlarm must be less than or equal to EvaluationPeriods"',
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
    rule: 'The namespace of a metric filter does not begin with AWS/, and its dimensions are fields of the log.',
    ifBroken: '"Metric namespaces starting with AWS/ are reserved for AWS."',
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
    rule: 'The name of a dashboard has only letters, digits, - and _, and a dashboard has at most 500 widgets.',
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
    rule: 'A metric filter with dimensions has at most three of them, and no default value.',
    ifBroken:
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
    rule: 'A rollout has one to ten alarms, which watch the new version before any traffic moves.',
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
          subject: id,
          isValid:
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
    rule: 'Each version has its own alarms: CloudWatch keeps the state of an alarm that is updated.',
    ifBroken: 'the alarm of a failing version stops the rollout of the version that fixes it',
    source: 'https://github.com/aws/serverless-application-model/issues/716',
    basis: 'reported',
    check: (stack) =>
      stack.ofType(GROUP).flatMap(({ id, properties }) => {
        const version = textOf(aliasOf(stack, id)?.properties.FunctionVersion);
        const release = /(\w{32})[^\w]/.exec(version)?.[1] ?? 'no version';
        return listOf(at(properties, 'AlarmConfiguration', 'Alarms')).map((one) => {
          const alarm = referenced(stack, at(one, 'Name'));
          return {
            subject: textOf(at(one, 'Name')),
            isValid:
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
          subject: id,
          isValid: properties.RoutingConfig === undefined,
        })),
  },
  {
    rule: 'CodeDeploy may read and update each alias, and read alarms.',
    ifBroken: '"CodeDeploy is not authorized to perform: lambda:UpdateAlias"',
    source:
      'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambdaLimited.html',
    basis: 'documented',
    check: (stack) =>
      stack.ofType(GROUP).map(({ id, properties }) => {
        const statements = inlineStatements(referenced(stack, properties.ServiceRoleArn));
        const alias = aliasOf(stack, id);
        const arn = textOf(alias?.properties.FunctionName);
        return {
          subject: id,
          isValid:
            statements.some((one) => allows(one, 'cloudwatch:DescribeAlarms', '*')) &&
            ['UpdateAlias', 'GetAlias', 'GetProvisionedConcurrencyConfig'].every((action) =>
              statements.some((one) => allows(one, `lambda:${action}`, arn)),
            ),
        };
      }),
  },
  {
    rule: 'A stack has no anomaly monitor by default: only the management account can create one for a cost-allocation tag.',
    ifBroken: 'the deployment fails in every member account',
    source: 'https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html',
    basis: 'documented',
    check: ({ ofType }) => [
      { subject: 'the stack', isValid: ofType('AWS::CE::AnomalyMonitor').length === 0 },
    ],
  },
  {
    rule: 'A budget has at most 5 notifications, each with at most one topic, and no : or \\ in its name.',
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
