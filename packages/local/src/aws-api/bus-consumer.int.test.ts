import { readFileSync } from 'node:fs';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_SOURCE, readBusEvent } from '@snacks/domain/events';
import { anOrderRequest } from '@snacks/domain/testing';

import { awsPlatform } from '../../test/aws-platform.js';

const ROOT = new URL('../../../../', import.meta.url);

/** A message as AWS documents it, from the example of a consumer or from the handlers' fixtures. */
function documented(path: string) {
  return JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'));
}

const MESSAGES = 'examples/consumers/lambda/messages';
const FIXTURES = 'packages/handlers/fixtures';

describe('a consumer of the bus of npm start', () => {
  let aws: Awaited<ReturnType<typeof awsPlatform>>;
  let sqs: SQSClient;
  let bus: EventBridgeClient;

  beforeEach(async () => {
    aws = await awsPlatform();
    const settings = {
      endpoint: aws.url,
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    };
    sqs = new SQSClient(settings);
    bus = new EventBridgeClient(settings);
  });

  afterEach(async () => {
    sqs.destroy();
    bus.destroy();
    await aws.stop(5_000);
  });

  it('reads the events of an order that is placed by HTTP, as the bus delivered them', async () => {
    const orderId = await aws.placeAndProcess();
    const { events } = await aws.readUntil(
      '/local/events',
      ({ events: seen }) => Array.isArray(seen) && seen.length === 2,
    );

    const readings = Array.isArray(events) ? events.map((event) => readBusEvent(event)) : [];

    expect(readings).toEqual([
      {
        event: { type: 'Order Created', detail: expect.objectContaining({ orderId }) },
        notice: expect.objectContaining({ orderId, status: 'NEW', eventId: `${orderId}:1:0` }),
      },
      {
        event: { type: 'Order Processed', detail: expect.objectContaining({ orderId }) },
        notice: expect.objectContaining({ orderId, status: 'PROCESSED' }),
      },
    ]);
  });

  it('reads an event from a queue of its own, with a rule on the bus and the AWS SDK', async () => {
    const rule = { EventBusName: 'serverless-snacks-orders' };
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'consumer' }));
    const EventPattern = JSON.stringify({
      source: [EVENT_SOURCE],
      'detail-type': ['Order Created'],
    });
    await bus.send(new PutRuleCommand({ ...rule, Name: 'consumer', EventPattern }));
    const Targets = [{ Id: 'queue', Arn: aws.queueArn('consumer') }];
    await bus.send(new PutTargetsCommand({ ...rule, Rule: 'consumer', Targets }));

    const { body } = await aws.post('/orders', anOrderRequest());
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }),
    );

    const [reading] = Messages.map((message) => readBusEvent(message));
    expect(Messages).toHaveLength(1);
    expect(reading?.refusal).toBeUndefined();
    expect(reading?.event).toMatchObject({
      type: 'Order Created',
      detail: { orderId: body.orderId, customerName: 'John Doe', totalAmount: 9.97 },
    });
  });
});

describe('a message as AWS documents it', () => {
  it.each([
    [`${MESSAGES}/order-processed.json`, 'Order Processed'],
    [`${FIXTURES}/eventbridge.json`, 'Order Created'],
  ])('is read from the envelope of EventBridge with an event: %s', (path, type) => {
    const { detail } = documented(path);

    expect(readBusEvent(documented(path)).event).toEqual({ type, detail });
  });

  it('is refused as an event of EC2', () => {
    expect(readBusEvent(documented(`${MESSAGES}/ec2-instance-state-change.json`))).toEqual({
      refusal: {
        code: 'OTHER_SOURCE',
        issues: [{ field: 'source', message: 'must be serverless.snacks' }],
        message: 'source must be serverless.snacks',
      },
    });
  });

  it('is read from a batch of SQS with an event, and refused without one', () => {
    const { Records } = documented(`${MESSAGES}/sqs-event.json`);

    const [first, second] = Records.map((record: unknown) => readBusEvent(record));

    expect(first.event.detail).toEqual(documented(`${MESSAGES}/order-processed.json`).detail);
    expect(second.refusal).toMatchObject({ code: 'NOT_AN_ENVELOPE' });
  });

  it('is refused as a whole batch, and with missing fields', () => {
    const batch = documented(`${FIXTURES}/sqs.json`);
    const envelope = documented(`${FIXTURES}/eventbridge.json`);
    const { customerName: _missing, ...detail } = envelope.detail;

    expect(readBusEvent(batch).refusal?.message).toContain('pass each of the Records');
    expect(readBusEvent(batch.Records[0]).event?.type).toBe('Order Created');
    expect(readBusEvent({ ...envelope, detail }).refusal).toMatchObject({
      code: 'FIELD_INVALID',
      message: expect.stringContaining('detail.customerName is missing'),
    });
  });
});
