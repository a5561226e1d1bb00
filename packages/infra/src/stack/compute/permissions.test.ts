import { describe, expect, it } from '@jest/globals';
import { FUNCTION_NAMES, topology, type FunctionName } from '@snacks/handlers';

import { Deployment } from '../../deploy/deployment.js';
import { rightsOf } from '../../deploy/rights.js';
import { at, listOf, synthesised, textOf } from '../../../test/synthesised.js';

const stack = synthesised('full');

/** The names of resources in the topology, by their logical ids. */
const topologyNames = new Map<string, string>(
  stack.resources.flatMap(({ id, type, properties }): [string, string][] => {
    switch (type) {
      case 'AWS::DynamoDB::Table':
        return [[id, textOf(properties.TableName)]];
      case 'AWS::SQS::Queue':
        return [[id, textOf(properties.QueueName)]];
      case 'AWS::Events::EventBus':
        return [[id, 'bus']];
      case 'AWS::SNS::Topic':
        return [[id, textOf(properties.TopicName)]];
      case 'AWS::KMS::Key':
        return [[id, 'key']];
      case 'AWS::Logs::LogGroup':
        return [[id, textOf(properties.LogGroupName)]];
      default:
        return [];
    }
  }),
);

/** An ARN of the template with the names of the topology. */
const nameIn = (resource: unknown): string =>
  textOf(resource)
    .replaceAll(/<(\w+)>/g, (_match, id: string) => topologyNames.get(id) ?? id)
    .replace(/^arn:.*:states:.*:(?=(stateMachine|execution):)/, '');

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Every call that a function's role allows, with its resource, such as `dynamodb:GetItem Orders`. */
function allowed(name: FunctionName): string[] {
  const role = stack.resources.find(
    ({ type, id }) => type === 'AWS::IAM::Role' && id === roleIdOf(name),
  );
  return listOf(role?.properties.Policies)
    .flatMap((policy) => listOf(at(policy, 'PolicyDocument', 'Statement')))
    .flatMap((statement) =>
      asList(at(statement, 'Action')).flatMap((action) =>
        asList(at(statement, 'Resource')).map(
          (resource) => `${String(action)} ${nameIn(resource)}`,
        ),
      ),
    )
    .sort();
}

function roleIdOf(name: FunctionName): string {
  const found = stack
    .ofType('AWS::Lambda::Function')
    .find(({ properties }) => properties.FunctionName === name);
  return textOf(found?.properties.Role).slice(1, -1);
}

/** The names of resources in permissions, other than tables and queues. */
const RESOURCE_NAMES = new Map([
  ['approval-workflow', `stateMachine:${topology.approvalWorkflow.name}`],
  ['approval-workflow/executions', `execution:${topology.approvalWorkflow.name}:*`],
  ['topic/notifications', topology.topics.notifications.name],
  ['topic/approvers', topology.topics.approvers.name],
]);

/** The names of a resource in a policy: one for each log group, and `*` for metrics. */
function namesOf(resource: string, nameOf: (resource: string) => string): readonly string[] {
  if (resource === 'metrics') return ['*'];
  if (resource !== 'log-groups') return [nameOf(resource)];
  const account = '<AWS::Region>:<AWS::AccountId>';
  return FUNCTION_NAMES.map(
    (name) => `arn:<AWS::Partition>:logs:${account}:log-group:/aws/lambda/${name}:*`,
  );
}

/** The calls that the topology permits, and those that Lambda needs for the function. */
function permitted(name: FunctionName): string[] {
  const { permissions, onFailure } = topology.functions[name];
  const { streamConsumer, queueConsumers, tables } = topology;
  const nameOf = (resource: string) =>
    RESOURCE_NAMES.get(resource) ??
    resource
      .replace(/^(\w+)/, (key) => new Map(Object.entries(tables)).get(key)?.name ?? key)
      .replace('/', '/index/')
      .replace('queue:', '');
  const isRelay = streamConsumer.function === name;
  const streamed = tables[streamConsumer.table].name;
  const calls = Object.keys(permissions);
  const usesTable = isRelay || calls.some((call) => call.startsWith('dynamodb'));
  const usesTopic = calls.some((call) => call.startsWith('sns'));
  const own = Object.entries(permissions).flatMap(([action, on = []]) =>
    on.flatMap((resource) => namesOf(resource, nameOf)).map((one) => `${action} ${one}`),
  );
  return [
    ...own,
    ...queueConsumers
      .filter((consumer) => consumer.function === name)
      .flatMap(({ queue }) =>
        ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map(
          (action) => `sqs:${action} ${queue}`,
        ),
      ),
    ...(isRelay
      ? [
          ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map(
            (action) => `dynamodb:${action} ${streamed}`,
          ),
          'dynamodb:ListStreams *',
        ]
      : []),
    ...[onFailure, isRelay ? streamConsumer.deadLetterQueue : undefined].flatMap((queue) =>
      queue === undefined ? [] : [`sqs:SendMessage ${queue}`].filter((call) => !own.includes(call)),
    ),
    ...(usesTable ? ['kms:Decrypt key'] : []),
    ...(usesTopic ? ['kms:Decrypt key', 'kms:GenerateDataKey key'] : []),
    `logs:CreateLogStream /aws/lambda/${name}`,
    `logs:PutLogEvents /aws/lambda/${name}`,
    'xray:PutTelemetryRecords *',
    'xray:PutTraceSegments *',
  ].sort();
}

/** The names of the functions, by references to their aliases. */
function functionsByAlias(): ReadonlyMap<string, string | undefined> {
  const functions = new Map(
    stack
      .ofType('AWS::Lambda::Function')
      .map(({ id, properties }) => [`<${id}>`, textOf(properties.FunctionName)]),
  );
  return new Map(
    stack
      .ofType('AWS::Lambda::Alias')
      .map(({ id, properties }) => [`<${id}>`, functions.get(textOf(properties.FunctionName))]),
  );
}

describe('least privilege', () => {
  it.each(FUNCTION_NAMES)('lets %s do what the topology permits, and nothing else', (name) => {
    expect(allowed(name)).toEqual(permitted(name));
  });

  it('gives each function its own role, without shared or managed policies', () => {
    const roles = FUNCTION_NAMES.map(roleIdOf);

    expect(new Set(roles).size).toBe(FUNCTION_NAMES.length);
    expect(stack.ofType('AWS::IAM::Policy')).toEqual([]);
    for (const { properties } of stack.ofType('AWS::IAM::Role')) {
      expect(properties.ManagedPolicyArns).toBeUndefined();
    }
  });

  it('grants no scan and no wildcard, and the relay no access to items', () => {
    const calls = FUNCTION_NAMES.flatMap(allowed);

    expect(calls.filter((call) => /\*\s|Scan|index\/\*/.test(call))).toEqual([]);
    expect(allowed('order-relay').filter((call) => /:\w+Item /.test(call))).toEqual([]);
  });

  it('lets the workflow invoke its functions, log and trace, and nothing else', () => {
    const [machine] = stack.ofType('AWS::StepFunctions::StateMachine');
    const roleId = textOf(machine?.properties.RoleArn).slice(1, -1);
    const role = stack.resources.find(({ id }) => id === roleId);
    const statements = listOf(role?.properties.Policies).flatMap((policy) =>
      listOf(at(policy, 'PolicyDocument', 'Statement')),
    );
    const aliases = functionsByAlias();

    const invokes = statements.filter((one) => at(one, 'Action') === 'lambda:InvokeFunction');
    expect(invokes).toHaveLength(1);
    expect(
      listOf(at(invokes, 0, 'Resource')).map((resource) => aliases.get(textOf(resource))),
    ).toEqual(topology.approvalWorkflow.functions);
    for (const statement of statements) {
      for (const action of asList(at(statement, 'Action'))) {
        expect(action).toMatch(/^(lambda:InvokeFunction$|logs:|xray:)/);
      }
    }
  });

  it('lets only API Gateway invoke a function that trusts claims', () => {
    const functions = functionsByAlias();
    const apiFunctions = new Set<string>(topology.api.routes.map((route) => route.function));
    const invokers = stack
      .ofType('AWS::Lambda::Permission')
      .map(({ properties }) => ({
        name: functions.get(textOf(properties.FunctionName)) ?? textOf(properties.FunctionName),
        action: properties.Action,
        principal: properties.Principal,
        from: textOf(properties.SourceArn),
      }))
      .filter(({ name }) => apiFunctions.has(name));
    const api = stack.ofType('AWS::ApiGatewayV2::Api')[0]?.id;

    expect(new Set(invokers.map(({ name }) => name))).toEqual(apiFunctions);
    for (const { action, principal, from } of invokers) {
      expect(action).toBe('lambda:InvokeFunction');
      expect(principal).toBe('apigateway.amazonaws.com');
      expect(from).toContain(`:<${api}>/*/*/`);
    }
    // A function URL would bypass the authorizer.
    expect(stack.ofType('AWS::Lambda::Url')).toEqual([]);
  });

  it('lets no role invoke a function, except the role of the workflow', () => {
    const machine = stack.ofType('AWS::StepFunctions::StateMachine')[0];
    const invoking = stack.ofType('AWS::IAM::Role').filter(({ properties }) =>
      listOf(properties.Policies)
        .flatMap((policy) => listOf(at(policy, 'PolicyDocument', 'Statement')))
        .flatMap((statement) => asList(at(statement, 'Action')))
        .some((action) => /^(lambda:(\*|Invoke.*)|\*)$/.test(String(action))),
    );

    expect(invoking.map(({ id }) => `<${id}>`)).toEqual([textOf(machine?.properties.RoleArn)]);
  });

  it('lets the deployer invoke only the alias of order-creator', () => {
    const rights = rightsOf(new Deployment({ stage: 'dev' })).filter(({ Action }) =>
      Action.some((action) => /^(lambda:(\*|Invoke.*)|\*)$/.test(action)),
    );

    expect(rights.flatMap(({ Resource }) => Resource)).toEqual([
      'arn:aws:lambda:*:*:function:order-creator:live',
    ]);
  });

  it('lets roles use the key for tables and topics only', () => {
    const uses = stack
      .ofType('AWS::IAM::Role')
      .flatMap(({ properties }) => listOf(properties.Policies))
      .flatMap((policy) => listOf(at(policy, 'PolicyDocument', 'Statement')))
      .filter((statement) => JSON.stringify(at(statement, 'Action')).includes('kms:'));

    expect(uses.length).toBeGreaterThan(0);
    for (const use of uses) {
      expect(textOf(at(use, 'Condition', 'StringEquals', 'kms:ViaService'))).toMatch(
        /^(dynamodb|sns)\.<AWS::Region>\.amazonaws\.com$/,
      );
    }
  });
});
