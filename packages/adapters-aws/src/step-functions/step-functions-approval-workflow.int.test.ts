import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { orderIdOf, type WorkflowInput } from '@snacks/domain/ports';
import { anOrderKey, approvalWorkflowContract } from '@snacks/domain/testing';
import { StepFunctionsApprovalWorkflow } from './step-functions-approval-workflow.js';
import {
  startStepFunctions,
  STATE_MACHINE_ARN,
  type StepFunctionsStub,
} from '../../test/step-functions.js';

let stub: StepFunctionsStub;
let workflow: StepFunctionsApprovalWorkflow;

beforeEach(async () => {
  stub = await startStepFunctions({ requestTimeout: 200 });
  workflow = new StepFunctionsApprovalWorkflow(stub.client, { stateMachineArn: STATE_MACHINE_ARN });
});

afterEach(async () => {
  await stub.stop();
});

function anInput(): WorkflowInput {
  const order = anOrderKey();
  return { order, orderId: orderIdOf(order), correlationId: 'correlation-1' };
}

const operations = () => stub.requests.map(({ operation }) => operation);

describe('approval workflows on Step Functions', () => {
  approvalWorkflowContract({ describe, it }, async () => ({
    workflow,
    tokenOf: async (order) => stub.tokenOf(order),
    breakOff: async (order) => stub.end(order, 'FAILED'),
    waitsOf: async (order) => stub.waitsOf(order),
  }));

  it('are executions named after their order, with only references as input', async () => {
    const { order, orderId, correlationId } = anInput();

    await workflow.start({ order, orderId, correlationId });

    expect(stub.requests).toEqual([
      {
        operation: 'StartExecution',
        input: {
          stateMachineArn: STATE_MACHINE_ARN,
          name: order,
          input: JSON.stringify({ orderId, correlationId }),
        },
      },
    ]);
  });

  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'] as const)(
    'are redriven after they ended without success: %s',
    async (status) => {
      const input = anInput();
      await workflow.start(input);
      stub.end(input.order, status);

      expect(await workflow.start(input)).toBe('resumed');

      expect(stub.requests.at(-1)).toEqual({
        operation: 'RedriveExecution',
        input: expect.objectContaining({
          executionArn: `arn:aws:states:eu-central-1:123456789012:execution:approval:${input.order}`,
        }),
      });
    },
  );

  it('throw at the start if they can no longer be redriven', async () => {
    const input = anInput();
    await workflow.start(input);
    stub.end(input.order, 'FAILED');
    stub.break(undefined, undefined, 'ExecutionNotRedrivable');

    await expect(workflow.start(input)).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
  });

  it.each(['TaskDoesNotExist', 'TaskTimedOut', 'InvalidToken'])(
    'have no task that waits for a token: %s',
    async (error) => {
      stub.break(error);

      expect(await workflow.release('token')).toBe('not waiting');
      expect(operations()).toEqual(['SendTaskSuccess']);
    },
  );

  it.each(['ThrottlingException', 'silent'])(
    'are started after a transient fault: %s',
    async (fault) => {
      const input = anInput();
      stub.break(fault);

      expect(await workflow.start(input)).toBe('runs');

      expect(operations()).toEqual(['StartExecution', 'StartExecution']);
      expect(stub.waitsOf(input.order)).toBe(1);
    },
  );

  it.each(['AccessDeniedException', 'StateMachineDoesNotExist'])(
    'throw every other error: %s',
    async (name) => {
      stub.break(name, name);

      await expect(workflow.start(anInput())).rejects.toMatchObject({ name });
      await expect(workflow.release('token')).rejects.toMatchObject({ name });
    },
  );
});
