import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { awsPlatform } from '../../../test/aws-platform.js';

let aws: Awaited<ReturnType<typeof awsPlatform>>;

beforeEach(async () => {
  aws = await awsPlatform();
});

afterEach(async () => {
  await aws.stop(5_000);
});

const DLQ = 'order-processing-dlq';

/** Creates a temporary queue, and returns its URL. */
async function aQueue(name = 'mine', Attributes = {}): Promise<string> {
  const { body } = await aws.sqs('CreateQueue', { QueueName: name, Attributes });
  return String(body.QueueUrl);
}

async function attributesOf(QueueUrl: string): Promise<unknown> {
  const { body } = await aws.sqs('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
  return body.Attributes;
}

async function receive(QueueUrl: string, more: object = {}) {
  const { body } = await aws.sqs('ReceiveMessage', { QueueUrl, ...more });
  return Array.isArray(body.Messages) ? body.Messages : [];
}

describe('the queues, over the API of SQS', () => {
  it('are those of the topology, with its settings', async () => {
    const { body } = await aws.sqs('ListQueues', { QueueNamePrefix: 'order-processing' });
    const url = await aws.sqs('GetQueueUrl', { QueueName: DLQ });

    expect(body.QueueUrls).toEqual([aws.queueUrl(DLQ), aws.queueUrl('order-processing')]);
    expect(url.body).toEqual({ QueueUrl: aws.queueUrl(DLQ) });
    expect(await attributesOf(aws.queueUrl('order-processing'))).toEqual({
      QueueArn: aws.queueArn('order-processing'),
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      VisibilityTimeout: '90',
      MessageRetentionPeriod: '345600',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: aws.queueArn(DLQ), maxReceiveCount: 3 }),
    });
  });

  it('return only the requested attributes', async () => {
    const { body } = await aws.sqs('GetQueueAttributes', {
      QueueUrl: aws.queueUrl(DLQ),
      AttributeNames: ['QueueArn', 'RedrivePolicy'],
    });

    expect(body.Attributes).toEqual({ QueueArn: aws.queueArn(DLQ) });
  });

  it('include temporary queues until they are deleted', async () => {
    const QueueUrl = await aQueue('mine', { VisibilityTimeout: '5', Policy: '{}' });
    const again = await aQueue('mine', { VisibilityTimeout: '5' });
    const other = await aws.sqs('CreateQueue', { QueueName: 'mine' });
    expect(await attributesOf(QueueUrl)).toMatchObject({
      VisibilityTimeout: '5',
      MessageRetentionPeriod: '345600',
    });

    const deleted = await aws.sqs('DeleteQueue', { QueueUrl });
    const gone = await aws.sqs('GetQueueUrl', { QueueName: 'mine' });

    expect(again).toBe(QueueUrl);
    expect(other).toMatchObject({ status: 400, body: { __type: 'QueueNameExists' } });
    expect(deleted.status).toBe(200);
    expect(gone).toMatchObject({ status: 400, body: { __type: 'QueueDoesNotExist' } });
    expect(gone.headers.get('x-amzn-query-error')).toBe(
      'AWS.SimpleQueueService.NonExistentQueue;Sender',
    );
  });

  it('of the topology cannot be deleted', async () => {
    const response = await aws.sqs('DeleteQueue', { QueueUrl: aws.queueUrl(DLQ) });

    expect(response).toMatchObject({ status: 400, body: { __type: 'UnsupportedOperation' } });
    expect(await attributesOf(aws.queueUrl(DLQ))).toBeDefined();
  });
});

describe('a message', () => {
  it('is sent, received and deleted', async () => {
    const QueueUrl = await aQueue();
    const sent = await aws.sqs('SendMessage', {
      QueueUrl,
      MessageBody: 'hello',
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'greeting' } },
    });

    const [message] = await receive(QueueUrl, {
      AttributeNames: ['ApproximateReceiveCount'],
      MessageAttributeNames: ['All'],
    });
    const { ReceiptHandle } = message;
    const deleted = await aws.sqs('DeleteMessage', { QueueUrl, ReceiptHandle });

    expect(message).toEqual({
      MessageId: sent.body.MessageId,
      ReceiptHandle: expect.any(String),
      Body: 'hello',
      MD5OfBody: sent.body.MD5OfMessageBody,
      Attributes: { ApproximateReceiveCount: '1' },
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'greeting' } },
    });
    expect(deleted.status).toBe(200);
    expect(await attributesOf(QueueUrl)).toMatchObject({
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  it('reaches a waiting receiver as soon as it is sent', async () => {
    const QueueUrl = await aQueue();
    const waiting = receive(QueueUrl, { WaitTimeSeconds: 20 });
    await aws.request('/health'); // the wait has begun when this returns

    await aws.sqs('SendMessage', { QueueUrl, MessageBody: 'at last' });

    expect(await waiting).toEqual([expect.objectContaining({ Body: 'at last' })]);
  });

  it('is hidden from the next receive, until its receiver makes it visible', async () => {
    const QueueUrl = await aQueue();
    await aws.sqs('SendMessage', { QueueUrl, MessageBody: 'a' });
    const [{ ReceiptHandle }] = await receive(QueueUrl, { VisibilityTimeout: 60 });
    expect(await receive(QueueUrl)).toEqual([]);

    await aws.sqs('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
    const again = await aws.sqs('ChangeMessageVisibility', {
      QueueUrl,
      ReceiptHandle,
      VisibilityTimeout: 0,
    });

    expect(await receive(QueueUrl)).toHaveLength(1);
    expect(again.body).toMatchObject({ __type: 'MessageNotInflight' });
  });

  it('is no longer awaited once the platform stops', async () => {
    const QueueUrl = await aQueue();
    const waiting = receive(QueueUrl, { WaitTimeSeconds: 20 });
    await aws.request('/health');

    expect(await aws.stop(5_000)).toBe(true);

    expect(await waiting).toEqual([]);
  });
});

describe('a dead-letter queue', () => {
  it('is redriven to the source of its messages, and lists the redrive', async () => {
    aws.platform.queue(DLQ).send('not an event');

    const started = await aws.sqs('StartMessageMoveTask', { SourceArn: aws.queueArn(DLQ) });
    const listed = await aws.sqs('ListMessageMoveTasks', { SourceArn: aws.queueArn(DLQ) });

    expect(started.body.TaskHandle).toEqual(expect.any(String));
    expect(listed.body.Results).toEqual([
      expect.objectContaining({
        Status: 'COMPLETED',
        DestinationArn: aws.queueArn('order-processing'),
        ApproximateNumberOfMessagesMoved: 1,
      }),
    ]);
    expect(aws.platform.queue(DLQ).depth.visible).toBe(0);
  });

  it('is redriven to another queue if the call names one', async () => {
    const QueueUrl = await aQueue();
    aws.platform.queue(DLQ).send('not an event');

    await aws.sqs('StartMessageMoveTask', {
      SourceArn: aws.queueArn(DLQ),
      DestinationArn: aws.queueArn('mine'),
    });

    expect(await receive(QueueUrl)).toEqual([expect.objectContaining({ Body: 'not an event' })]);
  });

  it('cannot be redriven if it holds undelivered events of rules', async () => {
    const response = await aws.sqs('StartMessageMoveTask', {
      SourceArn: aws.queueArn('order-rules-dlq'),
    });

    expect(response.body).toMatchObject({ __type: 'UnsupportedOperation' });
  });
});

describe('an invalid call of SQS', () => {
  it.each([
    ['ReceiveMessage', { MaxNumberOfMessages: 11 }, 'from 1 to 10'],
    ['ReceiveMessage', { WaitTimeSeconds: 21 }, 'from 0 to 20'],
    ['ReceiveMessage', { AttributeNames: 'All' }, 'must be a list'],
    ['ReceiveMessage', { AttributeNames: [1] }, 'a list of strings'],
    ['ReceiveMessage', { Colour: 'red' }, 'Unsupported parameter Colour'],
    ['SendMessage', {}, 'MessageBody is missing'],
    ['SendMessage', { MessageBody: 1 }, 'must be a string'],
    ['SendMessage', { MessageBody: 'a', DelaySeconds: 5 }, 'from 0 to 0'],
    ['SendMessage', { MessageBody: 'a', MessageAttributes: { a: 1 } }, 'must be a String'],
    ['SendMessage', { MessageBody: 'a', MessageAttributes: [] }, 'must be a map'],
    ['SendMessage', { MessageBody: 'x'.repeat(1_048_577) }, 'too large'],
    ['DeleteMessage', { ReceiptHandle: 'another#1' }, 'receipt handle does not belong'],
    ['ChangeMessageVisibility', { ReceiptHandle: `${DLQ}#1` }, 'VisibilityTimeout is missing'],
    ['GetQueueAttributes', { AttributeNames: ['Colour'] }, 'Unsupported attribute Colour'],
    ['PurgeQueue', {}, 'Unsupported operation PurgeQueue. Supported: ListQueues'],
  ])('%s with %.60j is refused with a message', async (operation, body, message) => {
    const response = await aws.sqs(operation, { QueueUrl: aws.queueUrl(DLQ), ...body });

    expect(response.status).toBe(400);
    expect(response.body.message).toContain(message);
  });

  it.each([
    ['a name with spaces', { QueueName: 'a b' }, 'letters, digits'],
    ['a FIFO queue', { QueueName: 'a.fifo' }, 'FIFO queues are not supported'],
    [
      'a retention that SQS does not support',
      { Attributes: { MessageRetentionPeriod: '1' } },
      'from 60 to',
    ],
    ['a text instead of a number', { Attributes: { VisibilityTimeout: 'x' } }, 'whole number'],
    ['an unknown attribute', { Attributes: { Colour: 'red' } }, 'Unsupported parameter Colour'],
  ])('creates no queue with %s', async (_what, parameters, message) => {
    const response = await aws.sqs('CreateQueue', { QueueName: 'mine', ...parameters });

    expect(response.status).toBe(400);
    expect(response.body.message).toContain(message);
  });
});
