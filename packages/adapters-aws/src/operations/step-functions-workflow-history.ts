import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { isFields, toTimestamp } from '@snacks/domain';
import type { OrderKey } from '@snacks/domain/ports';
import {
  MAX_WORKFLOW_EVENTS,
  WORKFLOW_STATUSES,
  type WorkflowEvent,
  type WorkflowHistory,
  type WorkflowRecord,
} from '@snacks/operations';

export interface StepFunctionsWorkflowHistoryOptions {
  /** The ARN of the state machine. */
  readonly stateMachineArn: string;
}

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
      const events = await this.eventsOf(executionArn);
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

  private async eventsOf(executionArn: string): Promise<readonly HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.client.send(
        new GetExecutionHistoryCommand({
          executionArn,
          maxResults: MAX_WORKFLOW_EVENTS,
          includeExecutionData: false,
          ...(nextToken !== undefined && { nextToken }),
        }),
      );
      events.push(...(page.events ?? []));
      ({ nextToken } = page);
    } while (nextToken !== undefined && events.length < MAX_WORKFLOW_EVENTS);
    return events.slice(0, MAX_WORKFLOW_EVENTS);
  }
}

function toWorkflowEvent({ timestamp, type, ...details }: HistoryEvent): WorkflowEvent[] {
  if (timestamp === undefined || type === undefined) return [];
  const state = details.stateEnteredEventDetails?.name;
  // The details of each type of event have a field of their own, those of a failure with the error.
  const error = Object.values(details)
    .map((one: unknown) => (isFields(one) ? one.error : undefined))
    .find((one) => typeof one === 'string');
  return [
    {
      at: toTimestamp(timestamp.getTime()),
      type,
      ...(state !== undefined && { state }),
      ...(error !== undefined && { error }),
    },
  ];
}
