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

/** The rules of events, each with the queues that it sends to. */
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
    rule: 'A queue lets each rule send to it that has it as its target or for its dead letters.',
    otherwise: 'the deployment succeeds, and every event is dropped',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html',
    basis: 'documented',
    check: (stack) =>
      deliveries(stack).map(({ id, queue }) => ({
        what: `${id} to ${queue?.id}`,
        isRight: stack
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
    rule: 'Dead letters are kept for longer than the messages of their queue: the time counts from the first send.',
    otherwise: 'what failed is deleted before anybody looks at it',
    source:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
    basis: 'documented',
    check: (stack) =>
      stack.ofType(QUEUE).flatMap(({ id, properties }) => {
        const target = at(properties, 'RedrivePolicy', 'deadLetterTargetArn');
        if (target === undefined) return [];
        const deadLetters = numberOf(referenced(stack, target)?.properties.MessageRetentionPeriod);
        return [{ what: id, isRight: deadLetters > numberOf(properties.MessageRetentionPeriod) }];
      }),
  },
  {
    rule: 'A queue keeps messages for a minute to 14 days, and hides them for at most 12 hours.',
    source: reference(QUEUE),
    basis: 'documented',
    check: each(QUEUE, ({ properties }) => {
      const kept = numberOf(properties.MessageRetentionPeriod);
      return (
        kept >= 60 && kept <= 1_209_600 && numberOf(properties.VisibilityTimeout ?? 0) <= 43_200
      );
    }),
  },
  {
    rule: 'The policy of a queue has at most 20 statements of 7 actions, 10 conditions and 8,192 bytes.',
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
    rule: 'The policy of a topic has no action beyond those of topics.',
    otherwise: '"Invalid parameter: Policy statement action out of service scope!"',
    source: 'https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html',
    basis: 'reported',
    check: each('AWS::SNS::TopicPolicy', ({ properties }) =>
      statementsOf(properties.PolicyDocument).every((one) =>
        asList(at(one, 'Action')).every((action) => /^sns:[A-Z][A-Za-z]+$/.test(textOf(action))),
      ),
    ),
  },
  {
    rule: 'A rule with a schedule stands on the default bus.',
    otherwise: '"ScheduleExpression is supported only on the default event bus."',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html',
    basis: 'documented',
    check: (stack) =>
      stack
        .ofType(RULE)
        .filter(({ properties }) => properties.ScheduleExpression !== undefined)
        .map(({ id, properties }) => ({
          what: id,
          isRight: properties.EventBusName === undefined,
        })),
  },
  {
    rule: 'A rule has at most 5 targets, and a pattern of at most 2,048 characters.',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html',
    basis: 'documented',
    check: each(
      RULE,
      ({ properties }) =>
        listOf(properties.Targets).length <= 5 && bytesOf(properties.EventPattern ?? {}) <= 2_048,
    ),
  },
  {
    rule: 'A topic that budgets and cost alerts publish to lets them, for this account.',
    otherwise: '"Unable to publish to topic"; or nothing is heard',
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
          what: id,
          isRight: statements.some(
            (statement) =>
              allows(statement, 'sns:Publish', topic) &&
              listOf(at(statement, 'Principal', 'Service')).includes('budgets.amazonaws.com'),
          ),
        };
      }),
  },
  {
    rule: 'The role of a workflow may deliver its logs, to a log group whose ARN ends with :*.',
    otherwise: '"The state machine IAM Role is not authorized to access the Log Destination"',
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
    basis: 'documented',
    check: each('AWS::StepFunctions::StateMachine', ({ properties }, stack) => {
      const statements = inlineStatements(referenced(stack, properties.RoleArn));
      const [destination] = listOf(at(properties, 'LoggingConfiguration', 'Destinations'));
      const group = at(destination, 'CloudWatchLogsLogGroup', 'LogGroupArn', 'Fn::GetAtt', 1);
      return (
        group === 'Arn' && // of a log group, which ends with :*
        ['CreateLogDelivery', 'UpdateLogDelivery', 'PutResourcePolicy', 'DescribeLogGroups'].every(
          (action) => statements.some((one) => allows(one, `logs:${action}`, '*')),
        )
      );
    }),
  },
  {
    rule: 'The log groups that API Gateway and Step Functions deliver to begin with /aws/vendedlogs/.',
    otherwise: 'each makes the resource policy of logs grow, which takes 5,120 characters',
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
        return { what: name, isRight: name.startsWith('/aws/vendedlogs/') };
      }),
  },
];
