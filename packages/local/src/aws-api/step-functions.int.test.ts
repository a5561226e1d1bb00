import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';

import { awsPlatform } from '../../test/aws-platform.js';
import { executionArn } from '../platform/arn.js';

let aws: Awaited<ReturnType<typeof awsPlatform>>;

beforeEach(async () => {
  aws = await awsPlatform();
});

afterEach(async () => {
  await aws.stop(5_000);
});

/** Places an order that waits for approval, and returns the ARN of its execution. */
async function anExecution(): Promise<string> {
  await aws.post('/orders', { ...anOrderRequest(), priority: 'high' });
  await aws.platform.waitUntilIdle(5_000);
  const [execution] = aws.platform.approvals.executions;
  return executionArn(execution?.name ?? '');
}

describe('the course of an execution, over the API of Step Functions', () => {
  it('is read page by page', async () => {
    const arn = await anExecution();
    const call = { executionArn: arn, maxResults: 1 };

    const all = await aws.states('GetExecutionHistory', { executionArn: arn });
    const first = await aws.states('GetExecutionHistory', call);
    const { nextToken } = first.body;
    const second = await aws.states('GetExecutionHistory', { ...call, nextToken });

    expect(all.body).toEqual({
      events: [
        expect.objectContaining({ id: 1, type: 'ExecutionStarted' }),
        expect.objectContaining({ id: 2, type: 'TaskStateEntered' }),
      ],
    });
    expect([first.body.events, second.body.events].flat()).toEqual(all.body.events);
    expect(second.body).not.toHaveProperty('nextToken');
  });

  it('is refused with a token that is not from an earlier response', async () => {
    const call = { executionArn: await anExecution(), nextToken: 'x' };

    const { status, body } = await aws.states('GetExecutionHistory', call);

    expect(status).toBe(400);
    expect(body).toMatchObject({ __type: expect.stringContaining('InvalidToken') });
  });
});
