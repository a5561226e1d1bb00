import { at, textOf, type Synthesised } from '../synthesised.js';
import { LAMBDA_GUIDE, reference, type AwsRule } from './rule.js';
import { allows, functionOf, inlineStatements, numberOf, referenced, roleOf } from './templates.js';

const MAPPING = 'AWS::Lambda::EventSourceMapping';

/** The mappings of queues, each with its queue and its function. */
function queueMappings(stack: Synthesised) {
  return stack
    .ofType(MAPPING)
    .filter(({ properties }) => properties.StartingPosition === undefined)
    .map(({ id, properties }) => ({
      id,
      properties,
      queue: referenced(stack, properties.EventSourceArn),
      consumer: functionOf(stack, properties.FunctionName),
    }));
}

export function streamMappings(stack: Synthesised) {
  return stack
    .ofType(MAPPING)
    .filter(({ properties }) => properties.StartingPosition !== undefined);
}

/** The properties that only a mapping of a stream may have. */
const STREAM_SETTINGS = [
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'ParallelizationFactor',
  'StartingPosition',
];

export const MAPPING_RULES: readonly AwsRule[] = [
  {
    rule: 'A function that reads a stream has a dead-letter queue, and may send rejected records to it: a stream is retried without limit.',
    ifBroken: 'a record that always fails blocks its shard until the record expires',
    source: `${LAMBDA_GUIDE}/services-dynamodb-eventsourcemapping.html`,
    basis: 'documented',
    check: (stack) =>
      streamMappings(stack).map(({ id, properties }) => {
        const variables = at(
          functionOf(stack, properties.FunctionName)?.properties,
          'Environment',
          'Variables',
        );
        const queue = textOf(at(variables, 'STREAM_DLQ_URL'));
        const statements = inlineStatements(roleOf(stack, properties.FunctionName));
        return {
          subject: id,
          isValid: queue !== '' && statements.some((one) => allows(one, 'sqs:SendMessage', queue)),
        };
      }),
  },
  {
    rule: 'A role that reads a stream may also list streams.',
    source: `${LAMBDA_GUIDE}/with-ddb.html`,
    basis: 'documented',
    check: (stack) =>
      streamMappings(stack).map(({ id, properties }) => ({
        subject: id,
        isValid: inlineStatements(roleOf(stack, properties.FunctionName)).some((statement) =>
          allows(statement, 'dynamodb:ListStreams', '*'),
        ),
      })),
  },
  {
    rule: 'Throttled polls do not use up the receives of a message: the reserved concurrency covers all mappings of a function, or a queue allows at least 5 receives.',
    ifBroken: 'messages go to the dead-letter queue without a single try',
    source: `${LAMBDA_GUIDE}/services-sqs-configure.html`,
    basis: 'documented',
    check: (stack) =>
      queueMappings(stack).map(({ id, queue, consumer }) => {
        const concurrency = queueMappings(stack)
          .filter((other) => other.consumer === consumer)
          .reduce((sum, { properties }) => {
            return sum + numberOf(at(properties, 'ScalingConfig', 'MaximumConcurrency'));
          }, 0);
        const reserved = numberOf(consumer?.properties.ReservedConcurrentExecutions);
        const receives = numberOf(at(queue?.properties, 'RedrivePolicy', 'maxReceiveCount'));
        return { subject: id, isValid: reserved >= concurrency || receives >= 5 };
      }),
  },
  {
    rule: 'The maximum concurrency of a mapping is at least 2, and at most the reserved concurrency of its function.',
    ifBroken: 'polls are throttled; below 2, AWS rejects the mapping',
    source: `${LAMBDA_GUIDE}/services-sqs-scaling.html`,
    basis: 'documented',
    check: (stack) =>
      queueMappings(stack).map(({ id, properties, consumer }) => {
        const concurrency = numberOf(at(properties, 'ScalingConfig', 'MaximumConcurrency'));
        const reserved = consumer?.properties.ReservedConcurrentExecutions;
        return {
          subject: id,
          isValid:
            concurrency >= 2 && (reserved === undefined || concurrency <= numberOf(reserved)),
        };
      }),
  },
  {
    rule: 'The visibility timeout of a queue is at least six times the timeout of its function.',
    ifBroken:
      'AWS rejects a shorter timeout than that of the function: "Queue visibility timeout … is less than Function timeout"',
    source: `${LAMBDA_GUIDE}/services-sqs-configure.html`,
    basis: 'documented',
    check: (stack) =>
      queueMappings(stack).map(({ id, queue, consumer }) => ({
        subject: id,
        isValid:
          numberOf(queue?.properties.VisibilityTimeout) >=
          6 * numberOf(consumer?.properties.Timeout),
      })),
  },
  {
    rule: 'A mapping with batches of more than 10 messages has a batching window.',
    ifBroken:
      '"Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"',
    source: reference(MAPPING),
    basis: 'documented',
    check: (stack) =>
      queueMappings(stack).map(({ id, properties }) => ({
        subject: id,
        isValid:
          numberOf(properties.BatchSize) <= 10 ||
          numberOf(properties.MaximumBatchingWindowInSeconds) >= 1,
      })),
  },
  {
    rule: 'The permissions for a mapping are in an inline policy, so that they exist before the mapping.',
    ifBroken:
      '"The provided execution role does not have permissions to call ReceiveMessage on SQS"',
    source: 'https://github.com/aws/aws-cdk/issues/7256',
    basis: 'reported',
    check: (stack) =>
      queueMappings(stack).map(({ id, properties }) => {
        const statements = inlineStatements(roleOf(stack, properties.FunctionName));
        return {
          subject: id,
          isValid: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].every((call) =>
            statements.some((one) => allows(one, `sqs:${call}`, textOf(properties.EventSourceArn))),
          ),
        };
      }),
  },
  {
    rule: 'A mapping of a queue has no setting for streams.',
    ifBroken: '"… is not valid for SQS event sources."',
    source: reference(MAPPING),
    basis: 'documented',
    check: (stack) =>
      stack
        .ofType(MAPPING)
        .filter(
          ({ properties }) =>
            referenced(stack, properties.EventSourceArn)?.type === 'AWS::SQS::Queue',
        )
        .map(({ id, properties }) => ({
          subject: id,
          isValid: STREAM_SETTINGS.every((name) => properties[name] === undefined),
        })),
  },
  {
    rule: 'A mapping of a stream retries a record for 60 seconds to 7 days, or without limit.',
    source: reference(MAPPING),
    basis: 'documented',
    check: (stack) =>
      streamMappings(stack).map(({ id, properties }) => {
        const age = numberOf(properties.MaximumRecordAgeInSeconds ?? -1);
        return { subject: id, isValid: age === -1 || (age >= 60 && age <= 604_800) };
      }),
  },
];
