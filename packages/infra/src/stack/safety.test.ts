import { describe, expect, it } from '@jest/globals';
import { FUNCTION_NAMES, QUEUE_NAMES, TABLE_NAMES, topology } from '@snacks/handlers';

import {
  idOfAlarmTopic,
  at,
  listOf,
  synthesised,
  textOf,
  type SynthesisedResource,
} from '../../test/synthesised.js';
import { PUBLISHERS } from './monitoring/alarm-topic.js';
import { isDeadLetterQueue } from './messaging/event-queues.js';

const FOURTEEN_DAYS = 14 * 86_400;

const stack = synthesised('full');
const queues = stack.ofType('AWS::SQS::Queue');
const queueNames = new Map(
  queues.map(({ id, properties }) => [`<${id}>`, textOf(properties.QueueName)]),
);

function queueOf(arn: unknown): string | undefined {
  return queueNames.get(textOf(arn));
}

describe('every asynchronous hop', () => {
  it('from the bus to a queue has a dead-letter queue', () => {
    const targets = stack
      .ofType('AWS::Events::Rule')
      .filter(({ properties }) => properties.EventPattern !== undefined)
      .flatMap(({ properties }) => listOf(properties.Targets));

    expect(targets).toHaveLength(Object.keys(topology.rules).length);
    for (const target of targets) {
      expect(QUEUE_NAMES).toContain(queueOf(at(target, 'DeadLetterConfig', 'Arn')));
    }
  });

  it('from a queue to a function has a dead-letter queue after the configured receives', () => {
    for (const { queue } of topology.queueConsumers) {
      const found = queues.find(({ properties }) => properties.QueueName === queue);
      const redrive = at(found, 'properties', 'RedrivePolicy');

      expect(queueOf(at(redrive, 'deadLetterTargetArn'))).toBe(
        topology.queues[queue].redrive?.deadLetterQueue,
      );
      expect(at(redrive, 'maxReceiveCount')).toBe(topology.queues[queue].redrive?.maxReceiveCount);
    }
  });

  it('from the stream has a dead-letter queue and a maximum record age', () => {
    const mapping = stack
      .ofType('AWS::Lambda::EventSourceMapping')
      .find(({ properties }) => properties.StartingPosition !== undefined);

    const failure = at(mapping, 'properties', 'DestinationConfig', 'OnFailure', 'Destination');
    expect(queueOf(failure)).toBe(topology.streamConsumer.deadLetterQueue);
    expect(mapping?.properties).toMatchObject({
      MaximumRecordAgeInSeconds: topology.streamConsumer.maximumRecordAgeSeconds,
      BisectBatchOnFunctionError: true,
      StartingPosition: 'TRIM_HORIZON',
    });
  });

  it('to a function that is invoked asynchronously has a dead-letter queue', () => {
    const functions = new Map(
      stack
        .ofType('AWS::Lambda::Function')
        .map(({ id, properties }) => [`<${id}>`, textOf(properties.FunctionName)]),
    );
    const configured = stack.ofType('AWS::Lambda::EventInvokeConfig').map(({ properties }) => {
      const target = queueOf(at(properties, 'DestinationConfig', 'OnFailure', 'Destination'));
      const name = functions.get(textOf(properties.FunctionName));
      const qualifier = textOf(properties.Qualifier).replaceAll(/<\w+>/g, topology.alias);
      return `${name}:${qualifier} to ${target} after ${textOf(properties.MaximumRetryAttempts)}`;
    });
    const scheduled = Object.values(topology.schedules).map((schedule) => schedule.function);

    expect(configured.sort()).toEqual(
      FUNCTION_NAMES.flatMap((name) => {
        const { onFailure } = topology.functions[name];
        return onFailure === undefined
          ? []
          : [topology.alias, '$LATEST'].map((one) => `${name}:${one} to ${onFailure} after 2`);
      }).sort(),
    );
    for (const name of scheduled) expect(topology.functions[name].onFailure).toBeDefined();
  });

  it('has an alarm on its dead letters, which are kept for 14 days', () => {
    const alarmed = stack
      .ofType('AWS::CloudWatch::Alarm')
      .filter(({ properties }) => textOf(properties.AlarmDescription).includes('#dead-letters'))
      .map(({ properties }) => JSON.stringify(properties));

    for (const { id, properties } of queues) {
      const name = QUEUE_NAMES.find((known) => known === properties.QueueName);
      if (name === undefined || !isDeadLetterQueue(name)) continue;
      expect(properties.MessageRetentionPeriod).toBe(FOURTEEN_DAYS);
      expect(alarmed.filter((alarm) => alarm.includes(`"${id}"`))).toHaveLength(1);
    }
  });
});

describe('data at rest and in transit', () => {
  const key = `<${stack.ofType('AWS::KMS::Key')[0]?.id}>`;

  it('is encrypted with one key, which AWS rotates every year', () => {
    expect(stack.ofType('AWS::KMS::Key').map(({ properties }) => properties)).toEqual([
      expect.objectContaining({ EnableKeyRotation: true }),
    ]);
  });

  it('needs no paid key in a stage that has none: AWS encrypts with keys of its own', () => {
    const dev = synthesised('dev');
    const customised = dev.resources.filter(({ properties }) =>
      ['SSESpecification', 'KmsKeyId', 'KmsMasterKeyId'].some((name) => name in properties),
    );

    expect(dev.ofType('AWS::KMS::Key')).toEqual([]);
    expect(customised).toEqual([]);
    expect(JSON.stringify(dev.ofType('AWS::IAM::Role'))).not.toContain('kms:');
  });

  it('has no secret in the template: the key of cursors is a parameter that no one can read', () => {
    expect(stack.resources.filter(({ type }) => type.includes('Secret'))).toEqual([]);
    expect(stack.parameters.CursorKey).toMatchObject({ NoEcho: true, MinLength: 32 });
    expect(stack.parameters.CursorKey).not.toHaveProperty('Default');
    const cursorKeys = stack
      .ofType('AWS::Lambda::Function')
      .map(({ properties }) => at(properties, 'Environment', 'Variables', 'CURSOR_KEY'));
    const signers = Object.values(topology.functions).filter(({ environment }) =>
      environment.includes('CURSOR_KEY'),
    );
    expect(cursorKeys.filter((one) => one !== undefined)).toEqual(
      signers.map(() => ({ Ref: 'CursorKey' })),
    );
  });

  it('in tables is encrypted and can be restored', () => {
    const tables = stack.ofType('AWS::DynamoDB::Table');

    expect(tables).toHaveLength(TABLE_NAMES.length);
    for (const { properties } of tables) {
      expect(textOf(at(properties, 'SSESpecification', 'KMSMasterKeyId'))).toBe(key);
      expect(properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      });
    }
  });

  it('of orders has the stream, the time to live and the indexes that the adapter needs', () => {
    const orders = stack
      .ofType('AWS::DynamoDB::Table')
      .find(({ properties }) => properties.TableName === 'Orders');

    expect(orders?.properties).toMatchObject({
      KeySchema: [{ AttributeName: 'orderId', KeyType: 'HASH' }],
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      GlobalSecondaryIndexes: Object.values(topology.tables.orders.indexes ?? {}).map((index) => ({
        IndexName: index.name,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: 'HASH' },
          { AttributeName: index.sortKey, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      })),
    });
  });

  it('in queues is encrypted, and is accessible by TLS only', () => {
    const tlsOnly = stack
      .ofType('AWS::SQS::QueuePolicy')
      .filter(({ properties }) => hasTlsStatement(properties))
      .flatMap(({ properties }) => listOf(properties.Queues).map(textOf));

    for (const { id, properties } of queues) {
      expect(properties.SqsManagedSseEnabled).toBe(true);
      expect(tlsOnly).toContain(`<${id}>`);
    }
  });

  it('on topics is encrypted, and is accessible by TLS only', () => {
    const policies = stack.ofType('AWS::SNS::TopicPolicy').map(({ properties }) => properties);
    const topics = stack.ofType('AWS::SNS::Topic');

    expect(topics).toHaveLength(Object.keys(topology.topics).length + 1); // and the alarm topic
    for (const { id, properties } of topics) {
      const policy = policies.find(({ Topics }) => textOf(Topics) === `<${id}>`);
      expect(textOf(properties.KmsMasterKeyId)).toBe(key);
      expect(policy !== undefined && hasTlsStatement(policy)).toBe(true);
    }
  });

  it('on the alarm topic comes only from services of this account', () => {
    const alarms = `<${idOfAlarmTopic(stack)}>`;
    const allowing = stack.ofType('AWS::SNS::TopicPolicy').flatMap(({ properties }) =>
      listOf(at(properties, 'PolicyDocument', 'Statement'))
        .filter((statement) => at(statement, 'Effect') === 'Allow')
        .map((statement) => ({ topic: textOf(properties.Topics), statement })),
    );

    expect(allowing).toEqual([
      {
        topic: alarms,
        statement: expect.objectContaining({
          Action: 'sns:Publish',
          Principal: { Service: PUBLISHERS },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      },
    ]);
  });

  it('of a workflow is not in its log, because a task contains its token', () => {
    const machines = stack.ofType('AWS::StepFunctions::StateMachine');

    expect(at(machines, 0, 'properties', 'LoggingConfiguration')).toMatchObject({
      IncludeExecutionData: false,
      Level: 'ALL',
    });
    expect(at(machines, 0, 'properties', 'TracingConfiguration')).toEqual({ Enabled: true });
  });

  it('in logs is encrypted, and expires', () => {
    const groups = stack.ofType('AWS::Logs::LogGroup');

    expect(groups).toHaveLength(FUNCTION_NAMES.length + 2); // and those of the API and the workflow
    for (const { properties } of groups) {
      expect(textOf(properties.KmsKeyId)).toBe(key);
      expect(properties.RetentionInDays).toBe(30);
    }
  });

  it('of events is archived for 14 days', () => {
    const bus = stack.ofType('AWS::Events::EventBus')[0]?.id;

    expect(stack.ofType('AWS::Events::Archive').map(({ properties }) => properties)).toEqual([
      expect.objectContaining({ RetentionDays: 14 }),
    ]);
    expect(textOf(at(stack.ofType('AWS::Events::Archive'), 0, 'properties', 'SourceArn'))).toBe(
      `<${bus}>`,
    );
  });

  it('of callers is not in the access log, except a random id', () => {
    const format = at(
      stack.ofType('AWS::ApiGatewayV2::Stage'),
      0,
      'properties',
      'AccessLogSettings',
      'Format',
    );

    expect(Object.keys(JSON.parse(textOf(format)))).toEqual(
      expect.arrayContaining(['requestId', 'route', 'status']),
    );
    expect(textOf(format)).not.toMatch(
      /sourceIp|userAgent|\$context\.path|authorizer\.(?!claims\.sub"|error")/,
    );
  });
});

function hasTlsStatement(properties: SynthesisedResource['properties']): boolean {
  return listOf(at(properties, 'PolicyDocument', 'Statement')).some(
    (statement) =>
      at(statement, 'Effect') === 'Deny' &&
      at(statement, 'Condition', 'Bool', 'aws:SecureTransport') === 'false',
  );
}

describe('the bill of a stage', () => {
  it('groups costs by a tag on tables, functions and queues', () => {
    const untagged = ['AWS::DynamoDB::Table', 'AWS::Lambda::Function', 'AWS::SQS::Queue']
      .flatMap((type) => stack.ofType(type))
      .filter(
        ({ properties }) =>
          !JSON.stringify(properties.Tags).includes(
            '{"Key":"application","Value":"serverless-snacks"}',
          ),
      );

    expect(untagged).toEqual([]);
  });

  it('has a budget that notifies the alarm topic', () => {
    const topic = `<${idOfAlarmTopic(stack)}>`;
    const budget = at(stack.ofType('AWS::Budgets::Budget'), 0, 'properties');

    const notifications = listOf(at(budget, 'NotificationsWithSubscribers'));
    expect(notifications.map((one) => at(one, 'Notification', 'NotificationType'))).toEqual([
      'ACTUAL',
      'FORECASTED',
    ]);
    for (const one of notifications) {
      expect(textOf(at(one, 'Subscribers', 0, 'Address'))).toBe(topic);
    }
    expect(at(budget, 'Budget', 'CostFilters')).toEqual({
      TagKeyValue: ['user:application$serverless-snacks'],
    });
    expect(stack.ofType('AWS::CE::AnomalyMonitor')).toHaveLength(0);
    expect(synthesised('costAnomalies').ofType('AWS::CE::AnomalyMonitor')).toHaveLength(1);
  });
});
