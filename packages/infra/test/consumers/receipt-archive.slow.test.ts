import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  compilePattern,
  type EventBridgeEnvelope,
  type EventPattern,
} from '@snacks/adapters-memory';
import { anOrderRequest } from '@snacks/domain/testing';
import { PinoLogger, topology } from '@snacks/handlers';
import { FunctionProcess, lambdaNode } from '@snacks/handlers/lambda-process';
import { portOf, startServer } from '@snacks/local';
import dynalite from 'dynalite';

import { nameIn } from '../../src/names.js';
import { MESSAGING_RULES } from '../aws-rules/messaging.js';
import { STORAGE_RULES } from '../aws-rules/storage.js';
import { at, textOf } from '../synthesised.js';
import { buildReceiptArchive, documentedMessage, type BuiltConsumer } from './receipt-archive.js';

const FOLDER = new URL(`../../coverage/receipt-archive-${process.pid}/`, import.meta.url);
const STAGE = 'prod';

let consumer: BuiltConsumer;
let envelopes: readonly EventBridgeEnvelope[];

beforeAll(async () => {
  consumer = await buildReceiptArchive(FOLDER, STAGE);
  envelopes = await eventsOfAnOrder();
}, 120_000);

afterAll(async () => {
  await rm(FOLDER, { recursive: true });
});

/** Places an order on a local platform by HTTP, and returns what its bus delivered. */
async function eventsOfAnOrder(): Promise<readonly EventBridgeEnvelope[]> {
  const server = await startServer({
    port: 0,
    loggerOf: (service) => new PinoLogger({ service, level: 'silent' }),
  });
  try {
    await fetch(`${server.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(anOrderRequest()),
    });
    for (;;) {
      const response = await fetch(`${server.url}/local/events`);
      const { events } = JSON.parse(await response.text());
      if (events.length === 2) return events;
      await delay(5);
    }
  } finally {
    await server.stop(5_000);
  }
}

/** The only resource of a type in the stack. */
function only(type: string) {
  const [resource, ...more] = consumer.stack.ofType(type);
  if (resource === undefined || more.length > 0) throw new Error(`Not one ${type}.`);
  return resource;
}

/** The queue that a value of the template refers to. */
function queueOf(reference: unknown) {
  const queue = consumer.stack
    .ofType('AWS::SQS::Queue')
    .find(({ id }) => textOf(reference) === `<${id}>`);
  if (queue === undefined) throw new Error(`${textOf(reference)} is not a queue.`);
  return queue;
}

describe('the rule of another team on the bus', () => {
  it('is on the bus that the stack of the same stage creates', () => {
    const { properties } = only('AWS::Events::Rule');

    expect(properties.EventBusName).toBe(nameIn(STAGE, topology.bus.name));
  });

  it('selects the processed order of the events that the local bus delivered', async () => {
    const pattern: EventPattern = JSON.parse(
      JSON.stringify(only('AWS::Events::Rule').properties.EventPattern),
    );
    const matches = compilePattern(pattern);

    expect(
      envelopes.map((envelope) => [envelope['detail-type'], matches({ ...envelope })]),
    ).toEqual([
      ['Order Created', false],
      ['Order Processed', true],
    ]);
    expect(matches(await documentedMessage('order-processed'))).toBe(true);
    expect(matches(await documentedMessage('ec2-instance-state-change'))).toBe(false);
  });

  it('sends them to the queue of the function, and keeps what it cannot deliver', () => {
    const { properties } = only('AWS::Events::Rule');
    const target = at(properties, 'Targets', 0);
    const mapping = only('AWS::Lambda::EventSourceMapping').properties;

    expect(textOf(at(target, 'Arn'))).toBe(textOf(mapping.EventSourceArn));
    expect(queueOf(at(target, 'DeadLetterConfig', 'Arn')).properties).toMatchObject({
      MessageRetentionPeriod: 1_209_600,
    });
  });
});

describe('the queue of another team', () => {
  it('moves a message to a dead-letter queue of 14 days after three tries', () => {
    const { properties } = queueOf(
      only('AWS::Lambda::EventSourceMapping').properties.EventSourceArn,
    );
    const deadLetters = queueOf(at(properties, 'RedrivePolicy', 'deadLetterTargetArn'));

    expect(at(properties, 'RedrivePolicy', 'maxReceiveCount')).toBe(3);
    expect(deadLetters.properties.MessageRetentionPeriod).toBe(1_209_600);
    expect(properties.VisibilityTimeout).toBe(
      6 * Number(only('AWS::Lambda::Function').properties.Timeout),
    );
  });
});

describe('the stack of another team', () => {
  it.each([...MESSAGING_RULES, ...STORAGE_RULES])('is accepted by AWS: $rule', ({ check }) => {
    expect(check(consumer.stack).filter(({ isValid }) => !isValid)).toEqual([]);
  });
});

/** The variables that Lambda sets for the function, and those of the stack. */
function environmentOf(endpoint: string, table: string): Readonly<Record<string, string>> {
  return {
    _HANDLER: String(only('AWS::Lambda::Function').properties.Handler),
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    RECEIPTS_TABLE: table,
  };
}

describe('the deployed function of another team', () => {
  it('runs on the Node.js of its stack, adds one receipt of an event that is delivered twice, and reports a broken message', async () => {
    const engine = dynalite({ createTableMs: 0 });
    engine.listen(0, '127.0.0.1');
    await once(engine, 'listening');
    const endpoint = `http://127.0.0.1:${portOf(engine)}`;
    const database = new DynamoDBClient({
      endpoint,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    await database.send(
      new CreateTableCommand({
        TableName: 'Receipts',
        AttributeDefinitions: [{ AttributeName: 'eventId', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'eventId', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const archiver = await FunctionProcess.start({
      node: lambdaNode(),
      taskRoot: consumer.bundle,
      environment: environmentOf(endpoint, 'Receipts'),
      timeout: 30_000,
    });
    const processed = envelopes.find((envelope) => envelope['detail-type'] === 'Order Processed');
    const body = JSON.stringify(processed);

    const first = await archiver.invoke({
      Records: [
        { messageId: 'message-1', body },
        { messageId: 'message-2', body },
        { messageId: 'message-3', body: 'Test message.' },
      ],
    });
    const again = await archiver.invoke({ Records: [{ messageId: 'message-1', body }] });
    const { Items = [] } = await database.send(new ScanCommand({ TableName: 'Receipts' }));
    await archiver.stop();
    engine.closeAllConnections();
    engine.close();

    const template = only('AWS::DynamoDB::Table').properties.KeySchema;
    expect(template).toEqual([{ AttributeName: 'eventId', KeyType: 'HASH' }]);
    expect(only('AWS::Lambda::Function').properties.Runtime).toBe(`nodejs${topology.node}.x`);
    expect(first).toMatchObject({
      body: { batchItemFailures: [{ itemIdentifier: 'message-3' }] },
    });
    expect(again).toMatchObject({ body: { batchItemFailures: [] } });
    expect(Items.map((item) => unmarshall(item))).toEqual([
      expect.objectContaining({ customerName: 'John Doe', totalAmount: 9.97 }),
    ]);
    expect(archiver.output).toContain('"message":"receipt already archived"');
    expect(archiver.output).toContain('"code":"NOT_AN_ENVELOPE"');
    expect(archiver.output).not.toContain('John Doe');
  });
});
