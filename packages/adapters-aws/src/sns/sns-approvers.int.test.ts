import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApprovalRequest } from '@snacks/domain/ports';
import { anOrderId } from '@snacks/domain/testing';
import { SnsApprovers } from './sns-approvers.js';
import { startTopic, type TopicStub } from '../../test/topic.js';

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:order-approvals';

let topic: TopicStub;
let approvers: SnsApprovers;

beforeEach(async () => {
  topic = await startTopic({ requestTimeout: 200 });
  approvers = new SnsApprovers(topic.client, { topicArn: TOPIC });
});

afterEach(async () => {
  await topic.stop();
});

function aRequest(changes: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    orderId: anOrderId(),
    version: 1,
    totalAmount: 9.97,
    createdAt: '2026-01-01T00:00:00.000Z',
    decideBy: '2026-01-02T00:00:00.000Z',
    reminder: false,
    ...changes,
  };
}

describe('approvers on SNS', () => {
  it.each([
    [false, 'waits for approval'],
    [true, 'still waits for approval'],
  ])('get one message for each request (reminder: %s)', async (reminder, wording) => {
    const request = aRequest({ reminder });

    await approvers.ask(request);

    const [message, ...others] = topic.taken.map((taken) => Object.fromEntries(taken));
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      Action: 'Publish',
      TopicArn: TOPIC,
      Subject: `Order ${request.orderId} ${wording}`,
    });
    expect(JSON.parse(message?.Message ?? '')).toEqual(request);
    expect(message?.Subject?.length).toBeLessThanOrEqual(100);
    expect(Object.values(message ?? {})).toEqual(
      expect.arrayContaining(['orderId', request.orderId, 'reminder', String(reminder)]),
    );
  });

  it('get the message after a transient fault', async () => {
    topic.break('throttled');

    await approvers.ask(aRequest());

    expect(topic.taken).toHaveLength(1);
  });

  it('get no message if the topic refuses it, and the caller gets the error', async () => {
    topic.break('no such topic');

    await expect(approvers.ask(aRequest())).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});
