import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anEventRecord } from '@snacks/domain/testing';
import { startSqs, testRetries, type SqsStub } from '../../test/sqs-stub.js';
import { SqsEventQueue } from './sqs-event-queue.js';

let sqs: SqsStub;

beforeAll(async () => {
  sqs = await startSqs();
});

afterAll(async () => sqs.stop());

beforeEach(() => {
  sqs.sent.length = 0;
  sqs.break();
});

function aQueue(): SqsEventQueue {
  return new SqsEventQueue(sqs.client, {
    queueUrl: `${sqs.endpoint}/123456789012/event-ingestion`,
  });
}

describe('the event queue on SQS', () => {
  it('sends an event as the JSON body of a message', async () => {
    const event = anEventRecord({ payload: { é: [1] } });

    await aQueue().enqueue(event);

    expect(sqs.sent.map(({ target }) => target)).toEqual(['AmazonSQS.SendMessage']);
    const { QueueUrl, MessageBody } = sqs.sent[0]?.input ?? {};
    expect(QueueUrl).toBe(`${sqs.endpoint}/123456789012/event-ingestion`);
    expect(JSON.parse(String(MessageBody))).toEqual(event);
  });

  testRetries(
    () => sqs,
    async () => aQueue().enqueue(anEventRecord()),
  );
});
