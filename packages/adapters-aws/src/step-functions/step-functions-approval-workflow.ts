import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  InvalidToken,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { ApprovalWorkflow, WorkflowInput, WorkflowState } from '@snacks/domain/ports';

export interface StepFunctionsApprovalWorkflowOptions {
  /** The ARN of a standard state machine: `arn:aws:states:eu-central-1:…:stateMachine:approval`. */
  readonly stateMachineArn: string;
}

/**
 * Runs approval workflows as executions of a Step Functions standard state machine, named after their
 * orders. A name is in use while its execution runs and for 90 days after, so no order has two.
 *
 * `start` redrives an execution that failed, timed out or was stopped. Step Functions allows that for
 * 14 days; later, `start` throws `ExecutionNotRedrivable`. Other errors of the client are thrown too.
 */
export class StepFunctionsApprovalWorkflow implements ApprovalWorkflow {
  constructor(
    private readonly client: SFNClient,
    private readonly options: StepFunctionsApprovalWorkflowOptions,
  ) {}

  async start({ order, orderId, correlationId }: WorkflowInput): Promise<WorkflowState> {
    const { stateMachineArn } = this.options;
    try {
      await this.client.send(
        new StartExecutionCommand({
          stateMachineArn,
          name: order,
          input: JSON.stringify({ orderId, correlationId }),
        }),
      );
      return 'runs';
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
    return this.resume(`${stateMachineArn.replace(':stateMachine:', ':execution:')}:${order}`);
  }

  async release(taskToken: string): Promise<'released' | 'not waiting'> {
    try {
      await this.client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
      return 'released';
    } catch (error) {
      const isNotWaiting =
        error instanceof TaskDoesNotExist ||
        error instanceof TaskTimedOut ||
        error instanceof InvalidToken;
      if (!isNotWaiting) throw error;
      return 'not waiting';
    }
  }

  /** Redrives an execution that was started before, if it ended without success. */
  private async resume(executionArn: string): Promise<WorkflowState> {
    const { status } = await this.client.send(
      new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' }),
    );
    switch (status) {
      case 'SUCCEEDED':
        return 'ended';
      case 'FAILED':
      case 'TIMED_OUT':
      case 'ABORTED':
        await this.client.send(new RedriveExecutionCommand({ executionArn }));
        return 'resumed';
      default:
        return 'runs';
    }
  }
}
