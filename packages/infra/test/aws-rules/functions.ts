import { at, listOf, textOf, type Synthesised } from '../synthesised.js';
import { each, reference, type AwsRule } from './rule.js';
import {
  allows,
  bytesOf,
  functionOf,
  inlineStatements,
  numberOf,
  referenced,
  roleOf,
} from './templates.js';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const LAMBDA_GUIDE = 'https://docs.aws.amazon.com/lambda/latest/dg';

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

function streamMappings(stack: Synthesised) {
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

/** Variables that Lambda sets itself, and refuses from others. */
const RESERVED_VARIABLES =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_\w+|AWS_(ACCESS_KEY(_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_\w+|TZ)$/;

export const FUNCTION_RULES: readonly AwsRule[] = [
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
    rule: 'A function may send to the queue where its failed work goes.',
    otherwise: '"The provided destination config DestinationConfig … is invalid"',
    source: `${LAMBDA_GUIDE}/invocation-async-retain-records.html`,
    basis: 'documented',
    check: (stack) =>
      [...stack.ofType('AWS::Lambda::EventInvokeConfig'), ...streamMappings(stack)].map(
        ({ id, properties }) => {
          const queue = textOf(at(properties, 'DestinationConfig', 'OnFailure', 'Destination'));
          const statements = inlineStatements(roleOf(stack, properties.FunctionName));
          return {
            what: id,
            isRight: statements.some((one) => allows(one, 'sqs:SendMessage', queue)),
          };
        },
      ),
  },
  {
    rule: 'Retries and a dead-letter queue are set for the very name by which a function is invoked.',
    otherwise: 'what is set for the function does not hold for its alias',
    source: `${LAMBDA_GUIDE}/invocation-async-configuring.html`,
    basis: 'documented',
    check: (stack) => {
      const configured = new Set(
        stack.ofType('AWS::Lambda::EventInvokeConfig').map(({ properties }) => {
          const qualifier = textOf(properties.Qualifier);
          return `${functionOf(stack, properties.FunctionName)?.id}:${qualifier}`;
        }),
      );
      return stack
        .ofType('AWS::Events::Rule')
        .flatMap(({ properties }) => listOf(properties.Targets))
        .flatMap((target) => {
          const invoked = referenced(stack, at(target, 'Arn'));
          if (invoked?.type === 'AWS::SQS::Queue') return [];
          const qualifier =
            invoked?.type === 'AWS::Lambda::Alias' ? textOf(invoked.properties.Name) : '$LATEST';
          const name = `${functionOf(stack, at(target, 'Arn'))?.id}:${qualifier}`;
          return [{ what: name, isRight: configured.has(name) }];
        });
    },
  },
  {
    rule: 'Everything invokes a function by an alias of a published version, so that a release can be taken back.',
    source: `${LAMBDA_GUIDE}/configuration-aliases.html`,
    basis: 'documented',
    check: (stack) => {
      const invoked = [
        ...stack.ofType(MAPPING).map(({ properties }) => properties.FunctionName),
        ...stack
          .ofType('AWS::ApiGatewayV2::Integration')
          .map(({ properties }) => properties.IntegrationUri),
        ...stack.ofType('AWS::Lambda::Permission').map(({ properties }) => properties.FunctionName),
      ];
      return invoked.map((target) => {
        const alias = referenced(stack, target);
        const version = referenced(stack, alias?.properties.FunctionVersion);
        return { what: textOf(target), isRight: version?.type === 'AWS::Lambda::Version' };
      });
    },
  },
  {
    rule: 'A published version stays when the next one takes over, so that the alias can be pointed back at it.',
    otherwise: 'CloudFormation deletes it as soon as the update has succeeded',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
    basis: 'documented',
    check: each(
      'AWS::Lambda::Version',
      ({ deletionPolicy, updateReplacePolicy }) =>
        deletionPolicy === 'Retain' && updateReplacePolicy === 'Retain',
    ),
  },
  {
    rule: 'A function has at most the 3,008 MB that a new account allows.',
    otherwise: '"\'MemorySize\' value failed to satisfy constraint: … less than or equal to 3008"',
    source: `${LAMBDA_GUIDE}/troubleshooting-deployment.html`,
    basis: 'documented',
    check: each(
      'AWS::Lambda::Function',
      ({ properties }) => numberOf(properties.MemorySize) <= 3_008,
    ),
  },
  {
    rule: 'A function that is traced may send its traces, by a right in its role itself.',
    otherwise:
      '"The provided execution role does not have permissions to call PutTraceSegments on XRAY"',
    source: `${LAMBDA_GUIDE}/services-xray.html`,
    basis: 'documented',
    check: each(
      'AWS::Lambda::Function',
      ({ properties }, stack) =>
        textOf(at(properties, 'TracingConfig', 'Mode')) === 'PassThrough' ||
        inlineStatements(referenced(stack, properties.Role)).some((statement) =>
          allows(statement, 'xray:PutTraceSegments', '*'),
        ),
    ),
  },
  {
    rule: 'No function may create its log group: one that is invoked while the stack goes would make it again.',
    otherwise: 'the next deployment meets "already exists"',
    source: `${LAMBDA_GUIDE}/monitoring-cloudwatchlogs-loggroups.html`,
    basis: 'common knowledge',
    check: each('AWS::Lambda::Function', ({ properties }, stack) => {
      const role = referenced(stack, properties.Role);
      return (
        listOf(role?.properties.ManagedPolicyArns).length === 0 &&
        !inlineStatements(role).some((statement) =>
          ['*', textOf(at(statement, 'Resource'))].some((on) =>
            allows(statement, 'logs:CreateLogGroup', on),
          ),
        )
      );
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
    rule: 'Variables have at most 4 KB together, and none has a name that Lambda keeps for itself.',
    otherwise: '"Reserved keys used in this request"',
    source: `${LAMBDA_GUIDE}/configuration-envvars.html`,
    basis: 'documented',
    check: each('AWS::Lambda::Function', ({ properties }) => {
      const variables = at(properties, 'Environment', 'Variables') ?? {};
      return (
        bytesOf(variables) <= 4_096 &&
        Object.keys(variables).every((name) => !RESERVED_VARIABLES.test(name))
      );
    }),
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
