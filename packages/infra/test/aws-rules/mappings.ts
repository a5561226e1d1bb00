import { at, textOf, type Synthesised } from '../synthesised.js';
import { LAMBDA_GUIDE, reference, type AwsRule } from './rule.js';
import { allows, functionOf, inlineStatements, numberOf, referenced, roleOf } from './templates.js';

const MAPPING = 'AWS::Lambda::EventSourceMapping';

/** The mappings that take from queues, with the queue and the function. */
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

/** What only a mapping of a stream may say. */
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
    rule: 'What reads a stream knows a dead-letter queue, and may send to it what is refused for good: retries of a stream are unlimited.',
    otherwise: 'one record that fails in part holds up its shard for as long as records are kept',
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
          what: id,
          isRight: queue !== '' && statements.some((one) => allows(one, 'sqs:SendMessage', queue)),
        };
      }),
  },
  {
    rule: 'A role that reads a stream may list streams, too.',
    source: `${LAMBDA_GUIDE}/with-ddb.html`,
    basis: 'documented',
    check: (stack) =>
      streamMappings(stack).map(({ id, properties }) => ({
        what: id,
        isRight: inlineStatements(roleOf(stack, properties.FunctionName)).some((statement) =>
          allows(statement, 'dynamodb:ListStreams', '*'),
        ),
      })),
  },
  {
    rule: 'A throttled poll uses up no receive: concurrency is reserved for what the mappings of a function hand out at once, or a queue has at least 5 receives.',
    otherwise: 'messages that no try was made of end in the dead-letter queue',
    source: `${LAMBDA_GUIDE}/services-sqs-configure.html`,
    basis: 'documented',
    check: (stack) =>
      queueMappings(stack).map(({ id, queue, consumer }) => {
        const handedOut = queueMappings(stack)
          .filter((other) => other.consumer === consumer)
          .reduce((sum, { properties }) => {
            return sum + numberOf(at(properties, 'ScalingConfig', 'MaximumConcurrency'));
          }, 0);
        const reserved = numberOf(consumer?.properties.ReservedConcurrentExecutions);
        const receives = numberOf(at(queue?.properties, 'RedrivePolicy', 'maxReceiveCount'));
        return { what: id, isRight: reserved >= handedOut || receives >= 5 };
      }),
  },
  {
    rule: 'A mapping takes at most as many batches at once as concurrency is reserved, and at least 2.',
    otherwise: 'polls are throttled; below 2 the mapping is refused',
    source: `${LAMBDA_GUIDE}/services-sqs-scaling.html`,
    basis: 'documented',
    check: (stack) =>
      queueMappings(stack).map(({ id, properties, consumer }) => {
        const atOnce = numberOf(at(properties, 'ScalingConfig', 'MaximumConcurrency'));
        const reserved = consumer?.properties.ReservedConcurrentExecutions;
        return {
          what: id,
          isRight: atOnce >= 2 && (reserved === undefined || atOnce <= numberOf(reserved)),
        };
      }),
  },
  {
    rule: 'A queue hides a message for six times as long as its function may take.',
    otherwise: '"Queue visibility timeout … is less than Function timeout" below one time',
    source: `${LAMBDA_GUIDE}/services-sqs-configure.html`,
    basis: 'documented',
    check: (stack) =>
      queueMappings(stack).map(({ id, queue, consumer }) => ({
        what: id,
        isRight:
          numberOf(queue?.properties.VisibilityTimeout) >=
          6 * numberOf(consumer?.properties.Timeout),
      })),
  },
  {
    rule: 'A mapping waits to fill a batch of more than 10 messages.',
    otherwise:
      '"Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"',
    source: reference(MAPPING),
    basis: 'documented',
    check: (stack) =>
      queueMappings(stack).map(({ id, properties }) => ({
        what: id,
        isRight:
          numberOf(properties.BatchSize) <= 10 ||
          numberOf(properties.MaximumBatchingWindowInSeconds) >= 1,
      })),
  },
  {
    rule: "What a mapping needs stands in the function's role itself, so that it is there before the mapping.",
    otherwise:
      '"The provided execution role does not have permissions to call ReceiveMessage on SQS"',
    source: 'https://github.com/aws/aws-cdk/issues/7256',
    basis: 'reported',
    check: (stack) =>
      queueMappings(stack).map(({ id, properties }) => {
        const statements = inlineStatements(roleOf(stack, properties.FunctionName));
        return {
          what: id,
          isRight: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].every((call) =>
            statements.some((one) => allows(one, `sqs:${call}`, textOf(properties.EventSourceArn))),
          ),
        };
      }),
  },
  {
    rule: 'A mapping of a queue says nothing that is for streams alone.',
    otherwise: '"… is not valid for SQS event sources."',
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
          what: id,
          isRight: STREAM_SETTINGS.every((name) => properties[name] === undefined),
        })),
  },
  {
    rule: 'A mapping of a stream tries records for 60 seconds to 7 days, or for ever.',
    source: reference(MAPPING),
    basis: 'documented',
    check: (stack) =>
      streamMappings(stack).map(({ id, properties }) => {
        const age = numberOf(properties.MaximumRecordAgeInSeconds ?? -1);
        return { what: id, isRight: age === -1 || (age >= 60 && age <= 604_800) };
      }),
  },
];
