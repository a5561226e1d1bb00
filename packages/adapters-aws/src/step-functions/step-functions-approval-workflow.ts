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
import type { ApprovalWorkflow, WorkflowInput, WorkflowState } from '@snacks/domain';

export interface StepFunctionsApprovalWorkflowOptions {
  /** Of a standard state machine, such as `arn:aws:states:eu-central-1:…:stateMachine:approval`. */
  readonly stateMachineArn: string;
}

/**
 * The workflow as executions of a Step Functions standard state machine, each named by its order: a
 * name is taken while its execution runs and for 90 days after, so that no order has two.
 *
 * An execution that failed, timed out or was stopped is redriven; Step Functions allows that for 14
 * days. Where it does not (any more), `start` throws its `ExecutionNotRedrivable`. Every other error
 * of the client is thrown as it is, too.
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
    return this.goOn(`${stateMachineArn.replace(':stateMachine:', ':execution:')}:${order}`);
  }

  async release(taskToken: string): Promise<'released' | 'not waiting'> {
    try {
      await this.client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
      return 'released';
    } catch (error) {
      const nothingWaits =
        error instanceof TaskDoesNotExist ||
        error instanceof TaskTimedOut ||
        error instanceof InvalidToken;
      if (!nothingWaits) throw error;
      return 'not waiting';
    }
  }

  /** Sees to it that an execution that was started before comes to its good end. */
  private async goOn(executionArn: string): Promise<WorkflowState> {
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
