import { at, listOf, textOf } from '../synthesised.js';
import { streamMappings } from './mappings.js';
import { each, LAMBDA_GUIDE, type AwsRule } from './rule.js';
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

/** Environment variables that Lambda reserves. */
const RESERVED_VARIABLES =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_)?REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_\w+|AWS_(ACCESS_KEY(_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_\w+|TZ)$/;

export const FUNCTION_RULES: readonly AwsRule[] = [
  {
    rule: 'A function may send messages to its dead-letter queue.',
    ifBroken: '"The provided destination config DestinationConfig … is invalid"',
    source: `${LAMBDA_GUIDE}/invocation-async-retain-records.html`,
    basis: 'documented',
    check: (stack) =>
      [...stack.ofType('AWS::Lambda::EventInvokeConfig'), ...streamMappings(stack)].map(
        ({ id, properties }) => {
          const queue = textOf(at(properties, 'DestinationConfig', 'OnFailure', 'Destination'));
          const statements = inlineStatements(roleOf(stack, properties.FunctionName));
          return {
            subject: id,
            isValid: statements.some((one) => allows(one, 'sqs:SendMessage', queue)),
          };
        },
      ),
  },
  {
    rule: 'Retries and a dead-letter queue are configured for the qualifier with which a function is invoked.',
    ifBroken: 'the configuration of the function does not apply to its alias',
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
          return [{ subject: name, isValid: configured.has(name) }];
        });
    },
  },
  {
    rule: 'Every integration and event source invokes a function through an alias of a published version, so that a release can be rolled back.',
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
        return { subject: textOf(target), isValid: version?.type === 'AWS::Lambda::Version' };
      });
    },
  },
  {
    rule: 'A published version is retained when the next version replaces it, so that the alias can point back at it. It is deleted when the deployment that creates it fails.',
    ifBroken: '"A version for this Lambda function exists", when the same code is deployed again',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
    basis: 'documented',
    check: each(
      'AWS::Lambda::Version',
      ({ deletionPolicy, updateReplacePolicy }) =>
        deletionPolicy === 'RetainExceptOnCreate' && updateReplacePolicy === 'Retain',
    ),
  },
  {
    rule: 'A function has at most 3,008 MB of memory, the limit of a new account.',
    ifBroken: '"\'MemorySize\' value failed to satisfy constraint: … less than or equal to 3008"',
    source: `${LAMBDA_GUIDE}/troubleshooting-deployment.html`,
    basis: 'documented',
    check: each(
      'AWS::Lambda::Function',
      ({ properties }) => numberOf(properties.MemorySize) <= 3_008,
    ),
  },
  {
    rule: 'An inline policy lets a traced function send its traces.',
    ifBroken:
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
    rule: 'No function may create its log group: a function that is invoked while the stack is deleted would create it again.',
    ifBroken: 'the next deployment fails: "already exists"',
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
    rule: 'Environment variables have at most 4 KB together, and no name that Lambda reserves.',
    ifBroken: '"Reserved keys used in this request"',
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
];
