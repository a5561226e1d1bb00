import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';
import { topology } from '@snacks/handlers';

import { awsPlatform } from '../../test/aws-platform.js';

type Aws = Awaited<ReturnType<typeof awsPlatform>>;
let aws: Aws;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snacks-'));
  aws = await awsPlatform(folder);
});

afterEach(async () => {
  await aws.stop(5_000);
  await rm(folder, { recursive: true });
});

const BUS = 'serverless-snacks-orders';
const RULES = Object.keys(topology.rules);

async function placeAndProcess(): Promise<string> {
  const placed = await aws.post('/orders', anOrderRequest());
  await aws.readUntil(
    `/orders/${String(placed.body.orderId)}`,
    ({ status }) => status === 'PROCESSED',
  );
  return String(placed.body.orderId);
}

async function heard(QueueUrl: string): Promise<unknown[]> {
  const { body } = await aws.sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
  return (Array.isArray(body.Messages) ? body.Messages : []).map(({ Body }) => {
    const envelope: unknown = JSON.parse(Body);
    return isFields(envelope) ? envelope.detail : envelope;
  });
}

describe('the bus, called as EventBridge', () => {
  const RULE = { Rule: 'mine', EventBusName: BUS };

  async function aRuleWithAQueue(pattern: object): Promise<string> {
    await aws.sqs('CreateQueue', { QueueName: 'heard' });
    await aws.events('PutRule', {
      Name: 'mine',
      EventBusName: BUS,
      EventPattern: JSON.stringify(pattern),
    });
    await aws.events('PutTargets', { ...RULE, Targets: [{ Id: 'q', Arn: aws.queueArn('heard') }] });
    return aws.queueUrl('heard');
  }

  async function put(detail: unknown): Promise<object> {
    const { body } = await aws.events('PutEvents', {
      Entries: [
        {
          Source: 'test',
          DetailType: 'Tested',
          EventBusName: BUS,
          Detail: typeof detail === 'string' ? detail : JSON.stringify(detail),
        },
      ],
    });
    return body;
  }

  it('sends events to the queue of a temporary rule until its target is removed', async () => {
    const QueueUrl = await aRuleWithAQueue({ detail: { wanted: [true] } });

    const outcome = await put({ wanted: true, n: 1 });
    await put({ wanted: false });
    await aws.events('RemoveTargets', { ...RULE, Ids: ['q'] });
    await put({ wanted: true, n: 2 });

    expect(outcome).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
    expect(await heard(QueueUrl)).toEqual([{ wanted: true, n: 1 }]);
  });

  it('lists its rules with their patterns', async () => {
    await aRuleWithAQueue({ source: ['test'] });

    const { body } = await aws.events('ListRules', { EventBusName: BUS });

    const ofTopology = Object.entries(topology.rules).map(([Name, { pattern }]) => [
      Name,
      JSON.stringify(pattern),
    ]);
    const listed = Array.isArray(body.Rules) ? body.Rules : [];
    expect(listed.map(({ Name, EventPattern }) => [Name, EventPattern])).toEqual([
      ...ofTopology,
      ['mine', '{"source":["test"]}'],
    ]);
  });

  it('keeps the targets of a rule whose pattern changes', async () => {
    const QueueUrl = await aRuleWithAQueue({ source: ['nobody'] });

    await aws.events('PutRule', {
      Name: 'mine',
      EventBusName: BUS,
      EventPattern: '{"source":["test"]}',
    });
    await put({ n: 1 });

    expect(await heard(QueueUrl)).toEqual([{ n: 1 }]);
  });

  it('deletes a temporary rule once it has no targets', async () => {
    await aRuleWithAQueue({ source: ['test'] });
    const tooEarly = await aws.events('DeleteRule', { Name: 'mine', EventBusName: BUS });
    await aws.events('RemoveTargets', { ...RULE, Ids: ['q'] });

    const deleted = await aws.events('DeleteRule', { Name: 'mine', EventBusName: BUS });

    expect(tooEarly.body.message).toContain('has targets');
    expect(deleted.status).toBe(200);
    expect(aws.platform.bus.ruleNames).toEqual(RULES);
  });

  it('tells which entries it did not take', async () => {
    expect(await put('{')).toEqual({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: expect.any(String) }],
    });
    expect(await put({ large: 'x'.repeat(1_048_576) })).toMatchObject({
      Entries: [{ ErrorCode: 'ValidationException' }],
    });
  });

  it.each([
    ['PutEvents', { Entries: [] }, 'Entries must be 1 to 10'],
    ['PutEvents', { Entries: [{ Source: 'a', DetailType: 'b', Detail: '{}' }] }, 'no bus default'],
    ['PutEvents', { Entries: ['a'] }, 'must be a list of structures'],
    ['PutRule', { Name: 'a b', EventBusName: BUS, EventPattern: '{}' }, 'Name must be'],
    ['PutRule', { Name: 'a', EventBusName: BUS, EventPattern: '{' }, 'must be JSON'],
    ['PutRule', { Name: 'a', EventBusName: BUS, EventPattern: '{"source":"a"}' }, 'must be'],
    ['PutRule', { Name: 'process-orders', EventBusName: BUS, EventPattern: '{}' }, 'topology'],
    ['PutTargets', { Rule: 'nobody', EventBusName: BUS }, 'There is no rule nobody'],
    ['RemoveTargets', { Rule: 'process-orders', EventBusName: BUS, Ids: ['x'] }, 'topology'],
    ['DeleteRule', { Name: 'process-orders', EventBusName: BUS }, 'topology'],
  ])('refuses %s with %j', async (operation, body, message) => {
    const response = await aws.events(operation, body);

    expect(response.status).toBe(400);
    expect(response.body.message).toContain(message);
    expect(aws.platform.bus.ruleNames).toEqual(RULES);
  });

  it('refuses what nests deeper than anything can walk, wherever it stands', async () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const entry = { Source: 'test', DetailType: 't', EventBusName: BUS, Detail: deep };
    const rule = { Name: 'mine', EventBusName: BUS, EventPattern: deep };

    const responses = [
      await aws.events('PutEvents', { Entries: [entry] }),
      await aws.events('PutEvents', deep),
      await aws.events('PutRule', rule),
      await aws.dynamodb('GetItem', deep),
    ];

    expect(responses.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    for (const { body } of responses) expect(body.message).toMatch(/nests? at most 1000 deep/);
  });

  it('takes only queues of this machine for targets', async () => {
    await aRuleWithAQueue({ source: ['test'] });
    const Targets = [{ Id: 'x', Arn: 'arn:aws:lambda:local:000000000000:function:order-creator' }];

    const response = await aws.events('PutTargets', { ...RULE, Targets });

    expect(response.body.message).toContain('is no queue of this machine');
  });
});

describe('the logs, called as CloudWatch Logs', () => {
  const logGroupName = '/aws/lambda/order-processor';

  it('are groups by function', async () => {
    const { body } = await aws.logs('DescribeLogGroups', { logGroupNamePrefix: logGroupName });

    expect(body.logGroups).toEqual([expect.objectContaining({ logGroupName })]);
  });

  it('are found by function, time and terms, page by page', async () => {
    await placeAndProcess();
    const orderId = await placeAndProcess();
    await aws.platform.waitUntilIdle(5_000); // the processor logs it after the order is PROCESSED
    const filterPattern = '"order processed"';

    const first = await aws.logs('FilterLogEvents', { logGroupName, filterPattern, limit: 1 });
    const all = await aws.logs('FilterLogEvents', {
      logGroupIdentifier: logGroupName,
      filterPattern,
    });
    const rest = await aws.logs('FilterLogEvents', {
      logGroupName,
      filterPattern,
      nextToken: first.body.nextToken,
    });
    const past = await aws.logs('FilterLogEvents', { logGroupName, endTime: 1 });

    const found = Array.isArray(all.body.events) ? all.body.events : [];
    expect(found).toHaveLength(2);
    expect(found[1]).toMatchObject({ message: expect.stringContaining(orderId) });
    expect(first.body.events).toEqual(found.slice(0, 1));
    expect(rest.body.events).toEqual(found.slice(1));
    expect(past.body.events).toEqual([]);
  });

  it.each([
    [{ logGroupName: '/aws/lambda/nobody' }, 'There is no log group'],
    [{ logGroupName, filterPattern: '{ $.level = "info" }' }, 'is not known here'],
    [{ logGroupName, nextToken: 'x' }, 'nextToken'],
  ])('refuse %j', async (parameters, message) => {
    const response = await aws.logs('FilterLogEvents', parameters);

    expect(response.status).toBe(400);
    expect(response.body.message).toContain(message);
  });
});

describe('the orders table, called as DynamoDB', () => {
  it('is read and cleaned up in the engine of the store', async () => {
    const orderId = await placeAndProcess();
    const Key = { orderId: { S: orderId } };

    const read = await aws.dynamodb('GetItem', { TableName: 'Orders', Key });
    await aws.dynamodb('DeleteItem', { TableName: 'Orders', Key });

    expect(read.body.Item).toMatchObject({ status: { S: 'PROCESSED' } });
    expect((await aws.request(`/orders/${orderId}`)).status).toBe(404);
  });

  it.each([
    ['PutItem', { TableName: 'Orders', Item: {} }],
    ['UpdateItem', { TableName: 'Orders', Key: { orderId: { S: 'one' } } }],
    ['UpdateItem', '{"'],
  ])('takes no write that the stream would not tell: %s of %j', async (operation, body) => {
    const response = await aws.dynamodb(operation, body);

    expect(response.status).toBe(400);
    expect(response.body.message).toContain(`${operation} is not known here: there are GetItem`);
  });

  it('is asked for no payment under a key that it cannot hold', async () => {
    const response = await aws.request(`/local/payments/${'x'.repeat(5_000)}`);

    expect(response).toMatchObject({ status: 404, body: { code: 'ROUTE_NOT_FOUND' } });
  });

  it('lets an operator set the stock of a snack, as the runbook says', async () => {
    const set = await aws.dynamodb('UpdateItem', {
      TableName: 'Stock',
      Key: { id: { S: 'snack#Chips' } },
      UpdateExpression: 'SET available = :pieces',
      ExpressionAttributeValues: { ':pieces': { N: '2' } },
    });
    await placeAndProcess(); // of two bags of chips

    expect(set.status).toBe(200);
    expect(await aws.readUntil('/local/stock/Chips', ({ sold }) => sold === 2)).toMatchObject({
      available: 0,
      reserved: 0,
    });
  });

  it('tells how to have one where the orders are in memory', async () => {
    const inMemory = await awsPlatform();

    const response = await inMemory.dynamodb('GetItem', { TableName: 'Orders' });

    expect(response.body.message).toContain('--store dynamodb --data DIR');
    await inMemory.stop(5_000);
  });
});

describe('a call in the protocol of AWS', () => {
  it('is refused in its words where it is for an unknown service, or no JSON', async () => {
    const unknown = await aws.unknown('Do');
    const broken = await aws.sqs('ListQueues', '{"');
    const list = await aws.sqs('ListQueues', []);

    expect(unknown.body.message).toContain('there are AmazonSQS, AWSEvents, Logs_20140328');
    expect(broken).toMatchObject({ status: 400, body: { __type: 'SerializationException' } });
    expect(list).toMatchObject({ status: 400, body: { __type: 'SerializationException' } });
  });

  it('is refused over 10 MB', async () => {
    const response = await aws.sqs('SendMessage', { MessageBody: 'x'.repeat(11 * 1_024 * 1_024) });

    expect(response).toMatchObject({ status: 413, body: { __type: 'ValidationException' } });
  });

  it('is told what to do where it comes in the query protocol', async () => {
    const response = await fetch(aws.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=ListQueues',
    });

    expect(response.status).toBe(400);
    expect(await response.text()).toContain('<Code>UnknownOperationException</Code>');
  });
});
