import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { toTimestamp } from '@snacks/domain';
import type { OrderKey } from '@snacks/domain/ports';
import {
  WORKFLOW_STATUSES,
  type WorkflowEvent,
  type WorkflowHistory,
  type WorkflowRecord,
} from '@snacks/operations';

export interface StepFunctionsWorkflowHistoryOptions {
  /** The ARN of the state machine. */
  readonly stateMachineArn: string;
}

/** The events that are read of one execution. */
const MAX_EVENTS = 100;

/**
 * Reads the executions of a Step Functions standard state machine, named after their orders. Step
 * Functions keeps an ended one for 90 days. Throws the client's errors.
 */
export class StepFunctionsWorkflowHistory implements WorkflowHistory {
  constructor(
    private readonly client: SFNClient,
    private readonly options: StepFunctionsWorkflowHistoryOptions,
  ) {}

  async find(order: OrderKey): Promise<WorkflowRecord | undefined> {
    const { stateMachineArn } = this.options;
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${order}`;
    try {
      const execution = await this.client.send(
        new DescribeExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' }),
      );
      const { events = [] } = await this.client.send(
        new GetExecutionHistoryCommand({
          executionArn,
          maxResults: MAX_EVENTS,
          includeExecutionData: false,
        }),
      );
      const { startDate, stopDate } = execution;
      return {
        status: WORKFLOW_STATUSES.find((status) => status === execution.status) ?? 'RUNNING',
        startedAt: toTimestamp(startDate?.getTime() ?? 0),
        ...(stopDate !== undefined && { stoppedAt: toTimestamp(stopDate.getTime()) }),
        events: events.flatMap(toWorkflowEvent),
      };
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  }
}

function toWorkflowEvent({ timestamp, type, ...details }: HistoryEvent): WorkflowEvent[] {
  if (timestamp === undefined || type === undefined) return [];
  const state = details.stateEnteredEventDetails?.name;
  const error =
    details.executionFailedEventDetails?.error ??
    details.taskFailedEventDetails?.error ??
    details.taskTimedOutEventDetails?.error;
  return [
    {
      at: toTimestamp(timestamp.getTime()),
      type,
      ...(state !== undefined && { state }),
      ...(error !== undefined && { error }),
    },
  ];
}
