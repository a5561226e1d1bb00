import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { topology } from '@snacks/handlers';

import { awsPlatform } from '../../test/aws-platform.js';

let aws: Awaited<ReturnType<typeof awsPlatform>>;

beforeEach(async () => {
  aws = await awsPlatform();
});

afterEach(async () => {
  await aws.stop(5_000);
});

const BUS = 'serverless-snacks-orders';
const RULES = Object.keys(topology.rules);

async function receivedDetails(QueueUrl: string): Promise<unknown[]> {
  const { body } = await aws.sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 });
  return (Array.isArray(body.Messages) ? body.Messages : []).map(({ Body }) => {
    const envelope: unknown = JSON.parse(Body);
    return isFields(envelope) ? envelope.detail : envelope;
  });
}

describe('the bus, over the API of EventBridge', () => {
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

  it('sends events to the queue of a temporary rule until the target is removed', async () => {
    const QueueUrl = await aRuleWithAQueue({ detail: { wanted: [true] } });

    const outcome = await put({ wanted: true, n: 1 });
    await put({ wanted: false });
    await aws.events('RemoveTargets', { ...RULE, Ids: ['q'] });
    await put({ wanted: true, n: 2 });

    expect(outcome).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
    expect(await receivedDetails(QueueUrl)).toEqual([{ wanted: true, n: 1 }]);
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
    const QueueUrl = await aRuleWithAQueue({ source: ['other'] });

    await aws.events('PutRule', {
      Name: 'mine',
      EventBusName: BUS,
      EventPattern: '{"source":["test"]}',
    });
    await put({ n: 1 });

    expect(await receivedDetails(QueueUrl)).toEqual([{ n: 1 }]);
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

  it('reports the entries that it rejected', async () => {
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
    ['PutTargets', { Rule: 'unknown', EventBusName: BUS }, 'There is no rule unknown'],
    ['RemoveTargets', { Rule: 'process-orders', EventBusName: BUS, Ids: ['x'] }, 'topology'],
    ['DeleteRule', { Name: 'process-orders', EventBusName: BUS }, 'topology'],
  ])('refuses %s with %j', async (operation, body, message) => {
    const response = await aws.events(operation, body);

    expect(response.status).toBe(400);
    expect(response.body.message).toContain(message);
    expect(aws.platform.bus.ruleNames).toEqual(RULES);
  });

  it('refuses JSON with too deep a nesting, at any position', async () => {
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
    for (const { body } of responses)
      expect(body.message).toContain('nesting depth of at most 1000');
  });

  it('accepts only queues of this machine as targets', async () => {
    await aRuleWithAQueue({ source: ['test'] });
    const Targets = [{ Id: 'x', Arn: 'arn:aws:lambda:local:000000000000:function:order-creator' }];

    const response = await aws.events('PutTargets', { ...RULE, Targets });

    expect(response.body.message).toContain('is not a queue of this machine');
  });
});
