import { createHash } from 'node:crypto';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anEventRecord } from '@snacks/domain/testing';
import { replyJson, startAwsStub, type AwsStub } from '../test/aws-stub.js';
import { createSqsClient } from './sqs-client.js';
import { SqsEventQueue } from './sqs-event-queue.js';

/** What the queue took. */
const sent: { readonly target: unknown; readonly input: Readonly<Record<string, unknown>> }[] = [];
/** Fails with status codes. */
let sqs: AwsStub<SQSClient, number>;

beforeAll(async () => {
  // As SQS does: the answer has the MD5 of the body, which the client compares.
  sqs = await startAwsStub<SQSClient, number>(
    createSqsClient,
    {},
    ({ request, body, fault, response }) => {
      if (fault !== undefined) return replyJson(response, fault, { __type: 'InternalError' });
      const input: Readonly<Record<string, unknown>> = JSON.parse(body);
      sent.push({ target: request.headers['x-amz-target'], input });
      const MD5OfMessageBody = createHash('md5').update(String(input.MessageBody)).digest('hex');
      replyJson(response, 200, { MessageId: 'message-1', MD5OfMessageBody });
    },
  );
});

afterAll(async () => sqs.stop());

beforeEach(() => {
  sent.length = 0;
  sqs.break();
});

function aQueue(): SqsEventQueue {
  return new SqsEventQueue(sqs.client, { queueUrl: `${sqs.endpoint}/123456789012/event-intake` });
}

describe('a queue of SQS', () => {
  it('takes an event as the JSON body of a message', async () => {
    const event = anEventRecord({ payload: { é: [1] } });

    await aQueue().enqueue(event);

    expect(sent.map(({ target }) => target)).toEqual(['AmazonSQS.SendMessage']);
    const { QueueUrl, MessageBody } = sent[0]?.input ?? {};
    expect(QueueUrl).toBe(`${sqs.endpoint}/123456789012/event-intake`);
    expect(JSON.parse(String(MessageBody))).toEqual(event);
  });

  it('is asked again where it failed for a moment', async () => {
    sqs.break(500, 503);

    await aQueue().enqueue(anEventRecord());

    expect(sent).toHaveLength(1);
  });

  it('has not taken an event where it fails for good', async () => {
    sqs.break(500, 500, 500, 500);

    await expect(aQueue().enqueue(anEventRecord())).rejects.toMatchObject({
      $metadata: { attempts: 3 },
    });
    expect(sent).toHaveLength(0);
  });
});
