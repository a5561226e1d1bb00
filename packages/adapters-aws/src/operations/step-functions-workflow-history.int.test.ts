import { afterEach, describe, expect, it } from '@jest/globals';
import { toTimestamp } from '@snacks/domain';
import { anOrderKey } from '@snacks/domain/testing';
import { MAX_WORKFLOW_EVENTS } from '@snacks/operations';

import { startPagedService, type PagedService } from '../../test/paged-service.js';
import { createStepFunctionsClient } from '../step-functions/client.js';
import { StepFunctionsWorkflowHistory } from './step-functions-workflow-history.js';

let service: PagedService<ReturnType<typeof createStepFunctionsClient>>;

afterEach(async () => service.stop());

const ARN = 'arn:aws:states:eu-central-1:123456789012:stateMachine:approval';

/** A history of one failed execution whose events come in these pages. */
async function aHistory(...pages: readonly (readonly object[])[]) {
  service = await startPagedService(createStepFunctionsClient, 'nextToken', {
    DescribeExecution: [{ status: 'FAILED', startDate: 1, stopDate: 9 }],
    GetExecutionHistory: pages.map((events) => ({ events })),
  });
  return new StepFunctionsWorkflowHistory(service.client, { stateMachineArn: ARN });
}

/** So many events of retries. */
function retries(count: number): readonly object[] {
  return Array.from({ length: count }, () => ({ timestamp: 2, type: 'TaskScheduled' }));
}

describe('a workflow history in Step Functions', () => {
  it('reads every page of a course', async () => {
    const history = await aHistory(
      [{ timestamp: 1, type: 'ExecutionStarted' }],
      [],
      [
        {
          timestamp: 9,
          type: 'ExecutionFailed',
          executionFailedEventDetails: { error: 'Refused' },
        },
      ],
    );
    const order = anOrderKey();

    expect(await history.find(order)).toEqual({
      status: 'FAILED',
      startedAt: toTimestamp(1_000),
      stoppedAt: toTimestamp(9_000),
      events: [
        { at: toTimestamp(1_000), type: 'ExecutionStarted' },
        { at: toTimestamp(9_000), type: 'ExecutionFailed', error: 'Refused' },
      ],
    });
    const [first, ...others] = service.callsOf('GetExecutionHistory');
    expect(first).toMatchObject({
      executionArn: `${ARN.replace('stateMachine', 'execution')}:${order}`,
    });
    expect(others).toEqual([
      { ...first, nextToken: 'page 1' },
      { ...first, nextToken: 'page 2' },
    ]);
  });

  it('reads no page after it has the maximum number of events', async () => {
    const half = MAX_WORKFLOW_EVENTS / 2;
    const history = await aHistory(retries(half), retries(half + 1), retries(half));

    const record = await history.find(anOrderKey());

    expect(record?.events).toHaveLength(MAX_WORKFLOW_EVENTS);
    expect(service.callsOf('GetExecutionHistory')).toHaveLength(2);
  });

  it.each([
    ['TaskFailed', 'taskFailedEventDetails'],
    ['TaskTimedOut', 'taskTimedOutEventDetails'],
    ['TaskStartFailed', 'taskStartFailedEventDetails'],
    ['TaskSubmitFailed', 'taskSubmitFailedEventDetails'],
    ['ExecutionTimedOut', 'executionTimedOutEventDetails'],
    ['ExecutionAborted', 'executionAbortedEventDetails'],
  ])('has the error of %s', async (type, details) => {
    const history = await aHistory([{ timestamp: 2, type, [details]: { error: 'Refused' } }]);

    const record = await history.find(anOrderKey());

    expect(record?.events).toEqual([{ at: toTimestamp(2_000), type, error: 'Refused' }]);
  });
});
