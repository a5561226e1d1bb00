import { describe, expect, it } from '@jest/globals';
import {
  FUNCTION_NAMES,
  NAMES,
  QUEUE_NAMES,
  environmentOf,
  reservedConcurrencyOf,
  TABLE_NAMES,
  topology,
  type FunctionName,
} from '@snacks/handlers';

import {
  at,
  synthesised,
  textOf,
  type SynthesisedResource,
  type TemplateName,
} from '../../test/synthesised.js';

const stack = synthesised('full');

const named = (type: string, property: string) =>
  stack.ofType(type).map(({ properties }) => textOf(properties[property]));

/** The logical ids of resources, by their names. */
const idsOf = (type: string, property: string) =>
  new Map(stack.ofType(type).map(({ id, properties }) => [textOf(properties[property]), id]));

const functions = idsOf('AWS::Lambda::Function', 'FunctionName');
const queues = idsOf('AWS::SQS::Queue', 'QueueName');

/** The names of the functions, by references to them. */
const functionNames = new Map([...functions].map(([name, id]) => [`<${id}>`, name]));

/** The logical ids of the aliases, by the names of their functions. */
const aliases = new Map<string | undefined, string>(
  stack
    .ofType('AWS::Lambda::Alias')
    .map(({ id, properties }) => [functionNames.get(textOf(properties.FunctionName)), id]),
);

function functionOf(name: FunctionName): SynthesisedResource {
  const found = stack.resources.find(({ id }) => id === functions.get(name));
  if (found === undefined) throw new Error(`The template has no function ${name}.`);
  return found;
}

/** The environment variables of the order-processor in a template. */
function processorVariables(name: TemplateName): unknown {
  const found = synthesised(name)
    .ofType('AWS::Lambda::Function')
    .find(({ properties }) => textOf(properties.FunctionName).startsWith('order-processor'));
  return at(found?.properties, 'Environment', 'Variables');
}

describe('the stack has what the topology has, and nothing else:', () => {
  it('the functions', () => {
    expect(named('AWS::Lambda::Function', 'FunctionName').sort()).toEqual(
      [...FUNCTION_NAMES].sort(),
    );
  });

  it('an alias for the live version of each function', () => {
    const versions = new Map(
      stack
        .ofType('AWS::Lambda::Version')
        .map(({ id, properties }) => [`<${id}>`, textOf(properties.FunctionName)]),
    );

    expect(new Set(aliases.keys())).toEqual(new Set(FUNCTION_NAMES));
    for (const { properties } of stack.ofType('AWS::Lambda::Alias')) {
      expect(properties.Name).toBe(topology.alias);
      expect(versions.get(textOf(properties.FunctionVersion))).toBe(
        textOf(properties.FunctionName),
      );
    }
  });

  it('the schedules, each to the alias of its function', () => {
    const targets = stack
      .ofType('AWS::Events::Rule')
      .filter(({ properties }) => properties.ScheduleExpression !== undefined)
      .map(({ properties }) => textOf(at(properties.Targets, 0, 'Arn')));

    expect(targets).toEqual(
      Object.values(topology.schedules).map((one) => `<${aliases.get(one.function)}>`),
    );
  });

  it('the tables', () => {
    const names = TABLE_NAMES.map((name) => topology.tables[name].name);

    expect(named('AWS::DynamoDB::Table', 'TableName').sort()).toEqual(names.sort());
  });

  it('the queues', () => {
    expect(named('AWS::SQS::Queue', 'QueueName').sort()).toEqual([...QUEUE_NAMES].sort());
  });

  it('the approval workflow, with its definition and the functions of the stage', () => {
    const machines = stack.ofType('AWS::StepFunctions::StateMachine');
    const { name, definition } = topology.approvalWorkflow;
    const deadlineHours = Number(topology.parameters.APPROVAL_DEADLINE_HOURS);
    const text = textOf(at(machines, 0, 'properties', 'DefinitionString'));

    expect(named('AWS::StepFunctions::StateMachine', 'StateMachineName')).toEqual([name]);
    expect(at(machines, 0, 'properties', 'StateMachineType')).toBe('STANDARD');
    expect(JSON.parse(text)).toEqual(
      JSON.parse(
        JSON.stringify(
          definition({
            deadlineHours,
            functionName: (invoked) => `<${aliases.get(invoked)}>`,
            partition: '<AWS::Partition>',
          }),
        ),
      ),
    );
  });

  it('the topics', () => {
    expect(named('AWS::SNS::Topic', 'TopicName').sort()).toEqual(
      [
        'serverless-snacks-alarms',
        ...Object.values(topology.topics).map(({ name }) => name),
      ].sort(),
    );
  });

  it('the bus, the rules and the schedules', () => {
    const rules = [...Object.keys(topology.rules), ...Object.keys(topology.schedules)];

    expect(named('AWS::Events::EventBus', 'Name')).toEqual([topology.bus.name]);
    expect(named('AWS::Events::Rule', 'Name').sort()).toEqual(rules.sort());
  });

  it('the routes, each to its function', () => {
    const integrations = new Map(
      stack
        .ofType('AWS::ApiGatewayV2::Integration')
        .map(({ id, properties }) => [id, textOf(properties.IntegrationUri)]),
    );
    const routes = stack.ofType('AWS::ApiGatewayV2::Route').map(({ properties }) => {
      const target = /<(\w+)>/.exec(textOf(properties.Target))?.[1] ?? '';
      return `${textOf(properties.RouteKey)} to ${integrations.get(target)}`;
    });

    expect(routes.sort()).toEqual(
      topology.api.routes
        .map(({ method, path, function: name }) => `${method} ${path} to <${aliases.get(name)}>`)
        .sort(),
    );
  });

  it('the consumers of queues and of the stream', () => {
    const sources = stack.ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => {
      expect(properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      const { EventSourceArn, FunctionName: target, BatchSize } = properties;
      return `${textOf(EventSourceArn)} to ${textOf(target)} by ${textOf(BatchSize)}`;
    });
    const tableName = topology.tables[topology.streamConsumer.table].name;
    const table = idsOf('AWS::DynamoDB::Table', 'TableName').get(tableName);

    const { streamConsumer, queueConsumers } = topology;
    const stream = `<${table}> to <${aliases.get(streamConsumer.function)}>:live by ${streamConsumer.batchSize}`;

    expect(sources.sort()).toEqual(
      [
        stream,
        ...queueConsumers.map(
          ({ queue, function: name, batchSize }) =>
            `<${queues.get(queue)}> to <${aliases.get(name)}>:live by ${batchSize}`,
        ),
      ].sort(),
    );
  });

  it.each(FUNCTION_NAMES)('the environment variables of %s', (name) => {
    const variables = at(functionOf(name).properties, 'Environment', 'Variables');

    expect(Object.keys(variables ?? {}).sort()).toEqual([...environmentOf(name)].sort());
  });

  it.each(FUNCTION_NAMES)('the memory and the timeout of %s, on the newest runtime', (name) => {
    const { memoryMegabytes, timeoutSeconds } = topology.functions[name];

    expect(functionOf(name).properties).toMatchObject({
      MemorySize: memoryMegabytes,
      Timeout: timeoutSeconds,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
    });
  });

  it('the names of the tables and the bus, in environment variables', () => {
    const variables = at(functionOf('order-sweeper').properties, 'Environment', 'Variables');
    const table = idsOf('AWS::DynamoDB::Table', 'TableName').get('Orders');
    const bus = idsOf('AWS::Events::EventBus', 'Name').get(topology.bus.name);

    expect(textOf(at(variables, 'ORDERS_TABLE_NAME'))).toBe(`<${table}>`);
    expect(textOf(at(variables, 'EVENT_BUS_NAME'))).toBe(`<${bus}>`);
    expect(at(variables, 'LOG_LEVEL')).toBe('info');
  });

  it('the resources of fulfilment and the parameters of the stage, in environment variables', () => {
    const tables = idsOf('AWS::DynamoDB::Table', 'TableName');
    const topic = idsOf('AWS::SNS::Topic', 'TopicName').get(topology.topics.notifications.name);

    const variables = processorVariables('dev');
    const strict = processorVariables('strictStock');

    expect(textOf(at(variables, 'STOCK_TABLE_NAME'))).toBe(`<${tables.get('Stock')}>`);
    expect(textOf(at(variables, 'PAYMENTS_TABLE_NAME'))).toBe(`<${tables.get('Payments')}>`);
    expect(textOf(at(variables, 'NOTIFICATIONS_TOPIC_ARN'))).toBe(`<${topic}>`);
    // Parameters of other functions: the sweeper, and those that check prices.
    const {
      APPROVAL_DEADLINE_HOURS: _hours,
      SWEEPER_PAGE: _page,
      CATALOGUE: _use,
      ...parameters
    } = topology.parameters;
    expect(variables).toMatchObject(parameters);
    expect(strict).toMatchObject({ UNKNOWN_SNACKS: 'refused', RETENTION_DAYS: '31' });
  });
});

/** Types whose names are unique only within a function or an API. */
const NAMED_WITHIN_PARENT = new Set(['AWS::Lambda::Alias', 'AWS::ApiGatewayV2::Authorizer']);

/** The names that must be unique within an account and region. */
function accountWideNames(template: TemplateName): string[] {
  const properties = [
    'FunctionName',
    'TableName',
    'QueueName',
    'Name',
    'TopicName',
    'LogGroupName',
    'AlarmName',
    'DashboardName',
    'ArchiveName',
    'MonitorName',
    'StateMachineName',
    'SubscriptionName',
    'ApplicationName',
    'UserPoolName',
    'MetricNamespace',
  ];
  return synthesised(template)
    .resources.filter(({ type }) => !NAMED_WITHIN_PARENT.has(type))
    .flatMap((resource) =>
      properties.flatMap((property) => {
        const name = textOf(resource.properties[property] ?? '');
        const isReference = name === '' || name.startsWith('<');
        return isReference ? [] : [`${resource.type} ${name}`];
      }),
    );
}

describe('stages', () => {
  it('have no account-wide name in common', () => {
    const ofDev = accountWideNames('complete');
    const ofTest = accountWideNames('completeTest');
    const all = [...ofDev, ...ofTest];

    expect(ofTest).toHaveLength(ofDev.length);
    expect(ofDev.length).toBeGreaterThan(NAMES.length);
    expect(new Set(all).size).toBe(all.length);
    expect(ofTest).toContain('AWS::DynamoDB::Table Orders-test');
    expect(ofTest).toContain('AWS::Lambda::Function order-creator-test');
  });

  it.each(['prod', 'production', 'live', 'staging'] as const)(
    'retain the data of %s, as of every stage except dev',
    (stage) => {
      const retaining = synthesised(stage);
      const stateful = ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::Logs::LogGroup'];

      for (const type of [...stateful, 'AWS::Cognito::UserPool']) {
        expect(retaining.ofType(type).length).toBeGreaterThan(0);
        for (const { deletionPolicy, updateReplacePolicy } of retaining.ofType(type)) {
          expect({ deletionPolicy, updateReplacePolicy }).toEqual({
            deletionPolicy: 'RetainExceptOnCreate',
            updateReplacePolicy: 'Retain',
          });
        }
        for (const { deletionPolicy } of stack.ofType(type)) expect(deletionPolicy).toBe('Delete');
      }
    },
  );

  it('may delete data and be open, if parameters say so', () => {
    const open = synthesised('openTest');

    expect(open.ofType('AWS::Cognito::UserPool')).toEqual([]);
    expect(open.ofType('AWS::DynamoDB::Table')[0]?.deletionPolicy).toBe('Delete');
  });

  it('have no budget if the parameter is 0, because some accounts may not create one', () => {
    expect(synthesised('noBudget').ofType('AWS::Budgets::Budget')).toEqual([]);
  });

  it('apply their parameters', () => {
    const configured = synthesised('parameters');
    const processing = configured
      .ofType('AWS::SQS::Queue')
      .find(({ properties }) => properties.QueueName === 'order-processing');
    const budget = at(configured.ofType('AWS::Budgets::Budget'), 0, 'properties', 'Budget');
    const reserved = configured
      .ofType('AWS::Lambda::Function')
      .filter(({ properties }) => properties.ReservedConcurrentExecutions !== undefined);

    expect(processing?.properties).toMatchObject({ MessageRetentionPeriod: 9 * 86_400 });
    expect(at(processing?.properties, 'RedrivePolicy', 'maxReceiveCount')).toBe(7);
    expect(at(budget, 'BudgetLimit', 'Amount')).toBe(12);
    expect(reserved).toEqual([]);
    for (const { properties } of configured.ofType('AWS::Logs::LogGroup')) {
      expect(properties.RetentionInDays).toBe(7);
    }
    for (const { properties } of configured.ofType('AWS::Lambda::Function')) {
      expect(at(properties, 'Environment', 'Variables', 'LOG_LEVEL')).toBe('debug');
    }
    const subscribed = configured
      .ofType('AWS::SNS::Subscription')
      .map(({ properties }) => properties);
    const machine = at(configured.ofType('AWS::StepFunctions::StateMachine'), 0, 'properties');
    expect(new Set(subscribed.map(({ Endpoint }) => Endpoint))).toEqual(
      new Set(['ops@example.com', 'anna@example.com']),
    );
    for (const { Protocol } of subscribed) expect(Protocol).toBe('email');
    expect(textOf(at(machine, 'DefinitionString'))).toContain('"TimeoutSeconds":86400');
  });

  it('output their endpoint and their dashboard', () => {
    expect(stack.outputs).toEqual(expect.arrayContaining(['ApiEndpoint', 'DashboardUrl']));
  });

  it('reserve the concurrency of the topology, or none if the account has none to reserve', () => {
    const unreserved = synthesised('unreserved');

    for (const name of FUNCTION_NAMES) {
      expect(functionOf(name).properties.ReservedConcurrentExecutions).toBe(
        reservedConcurrencyOf(name),
      );
    }
    for (const { properties } of unreserved.ofType('AWS::Lambda::Function')) {
      expect(properties.ReservedConcurrentExecutions).toBeUndefined();
    }
  });
});
