import { at, listOf, textOf, type Synthesised } from '../synthesised.js';
import { each, reference, type AwsRule } from './rule.js';
import {
  allows,
  asList,
  bytesOf,
  inlineStatements,
  numberOf,
  referenced,
  statementsOf,
} from './templates.js';

const QUEUE = 'AWS::SQS::Queue';
const RULE = 'AWS::Events::Rule';

/** The EventBridge rules, each with the queues that it sends to. */
function deliveries(stack: Synthesised) {
  return stack.ofType(RULE).flatMap(({ id, properties }) =>
    listOf(properties.Targets)
      .flatMap((target) => [at(target, 'Arn'), at(target, 'DeadLetterConfig', 'Arn')])
      .map((arn) => ({ id, queue: referenced(stack, arn) }))
      .filter(({ queue }) => queue?.type === QUEUE),
  );
}

export const MESSAGING_RULES: readonly AwsRule[] = [
  {
    rule: 'The policy of a queue lets each rule send to it that has the queue as its target or dead-letter queue.',
    ifBroken: 'the deployment succeeds, but every event is dropped',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html',
    basis: 'documented',
    check: (stack) =>
      deliveries(stack).map(({ id, queue }) => ({
        subject: `${id} to ${queue?.id}`,
        isValid: stack
          .ofType('AWS::SQS::QueuePolicy')
          .filter(({ properties }) =>
            listOf(properties.Queues).map(textOf).includes(`<${queue?.id}>`),
          )
          .flatMap(({ properties }) => statementsOf(properties.PolicyDocument))
          .some(
            (statement) =>
              allows(statement, 'sqs:SendMessage', `<${queue?.id}>`) &&
              at(statement, 'Principal', 'Service') === 'events.amazonaws.com' &&
              textOf(at(statement, 'Condition')).includes(`"${id}"`),
          ),
      })),
  },
  {
    rule: 'A dead-letter queue keeps messages for longer than its source queue: the retention counts from the first send.',
    ifBroken: 'failed messages are deleted before an operator looks at them',
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
    basis: 'documented',
    check: (stack) =>
      stack.ofType(QUEUE).flatMap(({ id, properties }) => {
        const target = at(properties, 'RedrivePolicy', 'deadLetterTargetArn');
        if (target === undefined) return [];
        const deadLetters = numberOf(referenced(stack, target)?.properties.MessageRetentionPeriod);
        return [
          { subject: id, isValid: deadLetters > numberOf(properties.MessageRetentionPeriod) },
        ];
      }),
  },
  {
    rule: 'A queue keeps messages for 1 minute to 14 days, and its visibility timeout is at most 12 hours.',
    source: reference(QUEUE),
    basis: 'documented',
    check: each(QUEUE, ({ properties }) => {
      const retention = numberOf(properties.MessageRetentionPeriod);
      return (
        retention >= 60 &&
        retention <= 1_209_600 &&
        numberOf(properties.VisibilityTimeout ?? 0) <= 43_200
      );
    }),
  },
  {
    rule: 'The policy of a queue has at most 20 statements with 7 actions each, 10 conditions and 8,192 bytes.',
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html',
    basis: 'documented',
    check: each('AWS::SQS::QueuePolicy', ({ properties }) => {
      const statements = statementsOf(properties.PolicyDocument);
      const conditions = statements.filter((one) => at(one, 'Condition') !== undefined);
      return (
        statements.length <= 20 &&
        statements.every((one) => asList(at(one, 'Action')).length <= 7) &&
        conditions.length <= 10 &&
        bytesOf(properties.PolicyDocument) <= 8_192
      );
    }),
  },
  {
    rule: 'The policy of a topic has only SNS actions.',
    ifBroken: '"Invalid parameter: Policy statement action out of service scope!"',
    source: 'https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html',
    basis: 'reported',
    check: each('AWS::SNS::TopicPolicy', ({ properties }) =>
      statementsOf(properties.PolicyDocument).every((one) =>
        asList(at(one, 'Action')).every((action) => /^sns:[A-Z][A-Za-z]+$/.test(textOf(action))),
      ),
    ),
  },
  {
    rule: 'A rule with a schedule is on the default bus.',
    ifBroken: '"ScheduleExpression is supported only on the default event bus."',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html',
    basis: 'documented',
    check: (stack) =>
      stack
        .ofType(RULE)
        .filter(({ properties }) => properties.ScheduleExpression !== undefined)
        .map(({ id, properties }) => ({
          subject: id,
          isValid: properties.EventBusName === undefined,
        })),
  },
  {
    rule: 'A rule has at most 5 targets, and its pattern at most 2,048 characters.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
    basis: 'documented',
    check: each(
      RULE,
      ({ properties }) =>
        listOf(properties.Targets).length <= 5 && bytesOf(properties.EventPattern ?? {}) <= 2_048,
    ),
  },
  {
    rule: 'The policy of a topic lets the budgets publish that notify it.',
    ifBroken: '"Unable to publish to topic", or no notification arrives',
    source: 'https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html',
    basis: 'documented',
    check: (stack) =>
      stack.ofType('AWS::Budgets::Budget').map(({ id, properties }) => {
        const topic = textOf(
          at(properties, 'NotificationsWithSubscribers', 0, 'Subscribers', 0, 'Address'),
        );
        const statements = stack
          .ofType('AWS::SNS::TopicPolicy')
          .filter((policy) => listOf(policy.properties.Topics).map(textOf).includes(topic))
          .flatMap((policy) => statementsOf(policy.properties.PolicyDocument));
        return {
          subject: id,
          isValid: statements.some(
            (statement) =>
              allows(statement, 'sns:Publish', topic) &&
              listOf(at(statement, 'Principal', 'Service')).includes('budgets.amazonaws.com'),
          ),
        };
      }),
  },
  {
    rule: 'The role of a workflow may deliver its logs, and the ARN of the log group ends with :*.',
    ifBroken: '"The state machine IAM Role is not authorized to access the Log Destination"',
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
    basis: 'documented',
    check: each('AWS::StepFunctions::StateMachine', ({ properties }, stack) => {
      const statements = inlineStatements(referenced(stack, properties.RoleArn));
      const [destination] = listOf(at(properties, 'LoggingConfiguration', 'Destinations'));
      const group = at(destination, 'CloudWatchLogsLogGroup', 'LogGroupArn', 'Fn::GetAtt', 1);
      return (
        group === 'Arn' && // the ARN of a log group, which ends with :*
        ['CreateLogDelivery', 'UpdateLogDelivery', 'PutResourcePolicy', 'DescribeLogGroups'].every(
          (action) => statements.some((one) => allows(one, `logs:${action}`, '*')),
        )
      );
    }),
  },
  {
    rule: 'The names of the log groups of API Gateway and Step Functions begin with /aws/vendedlogs/.',
    ifBroken:
      'each log group adds to the resource policy of CloudWatch Logs, which has at most 5,120 characters',
    source:
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html',
    basis: 'documented',
    check: (stack) =>
      [
        ...stack
          .ofType('AWS::ApiGatewayV2::Stage')
          .map(({ properties }) => at(properties, 'AccessLogSettings', 'DestinationArn')),
        ...stack
          .ofType('AWS::StepFunctions::StateMachine')
          .map(({ properties }) =>
            at(
              properties,
              'LoggingConfiguration',
              'Destinations',
              0,
              'CloudWatchLogsLogGroup',
              'LogGroupArn',
            ),
          ),
      ].map((arn) => {
        const name = textOf(referenced(stack, arn)?.properties.LogGroupName);
        return { subject: name, isValid: name.startsWith('/aws/vendedlogs/') };
      }),
  },
];
