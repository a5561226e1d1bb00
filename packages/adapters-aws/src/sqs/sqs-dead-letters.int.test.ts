import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aPlacing, deadLettersContract } from '@snacks/domain/testing';
import { startSqs, testRetries, type SqsStub } from '../../test/sqs-stub.js';
import { SqsDeadLetters } from './sqs-dead-letters.js';

let sqs: SqsStub;

beforeAll(async () => {
  sqs = await startSqs();
});

afterAll(async () => sqs.stop());

beforeEach(() => {
  sqs.sent.length = 0;
  sqs.break();
});

function deadLetters(): SqsDeadLetters {
  return new SqsDeadLetters(sqs.client, {
    queueUrl: `${sqs.endpoint}/123456789012/order-stream-dlq`,
  });
}

function aLetter() {
  const [event] = aPlacing().events;
  if (event === undefined) throw new Error('A placed order has an event.');
  return { event, code: 'MalformedDetail' };
}

describe('dead letters in SQS', () => {
  deadLettersContract({ describe, it }, async () => ({
    deadLetters: deadLetters(),
    kept: async () => sqs.sent.map(({ input }) => String(input.MessageBody)),
  }));

  it('have the event and the refusal as the JSON body of a message', async () => {
    const letter = aLetter();

    await deadLetters().add(letter);

    expect(sqs.sent.map(({ target }) => target)).toEqual(['AmazonSQS.SendMessage']);
    const { QueueUrl, MessageBody } = sqs.sent[0]?.input ?? {};
    expect(QueueUrl).toBe(`${sqs.endpoint}/123456789012/order-stream-dlq`);
    expect(JSON.parse(String(MessageBody))).toEqual({
      source: 'serverless.snacks',
      'detail-type': 'Order Created',
      detail: letter.event.detail,
      refusal: { code: 'MalformedDetail' },
    });
  });

  testRetries(
    () => sqs,
    async () => deadLetters().add(aLetter()),
  );
});
