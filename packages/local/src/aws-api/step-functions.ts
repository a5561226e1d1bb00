import type { ExecutionEvent, InMemoryStateMachine } from '@snacks/adapters-memory';
import { isFields, toMilliseconds, type Timestamp } from '@snacks/domain';
import { topology } from '@snacks/handlers';

import { executionArn, nameIn, STATE_MACHINE_ARN } from '../platform/arn.js';
import { AwsApiError } from './aws-api-error.js';
import type { Operations } from './operation.js';
import type { Parameters } from './parameters.js';

/** The events of a page, and of one whose call does not say how many. */
const MAX_PAGE = 1_000;
const DEFAULT_PAGE = 100;

/** The operations that read the executions of the approval workflow. */
export function stepFunctionsOperations(approvals: InMemoryStateMachine): Operations {
  function executionOf(parameters: Parameters) {
    const arn = parameters.text('executionArn');
    const execution = approvals.execution(nameIn(arn));
    if (execution !== undefined && arn === executionArn(execution.name)) return execution;
    throw new AwsApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  return {
    DescribeExecution: {
      parameters: ['executionArn', 'includedData'],
      run: (parameters) => {
        const { name, status, input, history } = executionOf(parameters);
        const last = history.at(-1);
        return {
          executionArn: executionArn(name),
          stateMachineArn: STATE_MACHINE_ARN,
          name,
          status,
          startDate: seconds(history[0]?.at),
          ...(status !== 'RUNNING' && { stopDate: seconds(last?.at) }),
          input: JSON.stringify(input),
        };
      },
    },
    GetExecutionHistory: {
      parameters: ['executionArn', 'maxResults', 'includeExecutionData', 'nextToken'],
      run: (parameters) => {
        const events = executionOf(parameters).history.map(toHistoryEvent);
        const max = parameters.optionalNumber('maxResults', { from: 0, to: MAX_PAGE }) ?? 0;
        const start = readToken(parameters.optionalText('nextToken'));
        const end = start + (max || DEFAULT_PAGE);
        return {
          events: events.slice(start, end),
          ...(end < events.length && { nextToken: String(end) }),
        };
      },
    },
  };
}

/** Returns the number of events on the pages before. */
function readToken(token = '0'): number {
  if (/^\d{1,15}$/.test(token)) return Number(token);
  throw new AwsApiError('InvalidToken', 'The nextToken is not from an earlier response.');
}

const DEFINITION: Readonly<Record<string, unknown>> = {
  ...topology.approvalWorkflow.definition({ deadlineHours: 1, functionName: (name) => name }),
};

/** The type of a state, which is a part of the names of its events: `Task` or `Succeed`. */
function typeOf(name: string | undefined): string {
  const { States } = DEFINITION;
  const state = isFields(States) && name !== undefined ? States[name] : undefined;
  return isFields(state) ? String(state.Type) : 'Task';
}

/** A time in seconds since the epoch, as AWS's JSON protocols have it. */
function seconds(at: Timestamp | undefined): number | undefined {
  return at === undefined ? undefined : toMilliseconds(at) / 1_000;
}

function toHistoryEvent({ at, type, state, error }: ExecutionEvent, n: number): object {
  const event = { timestamp: seconds(at), id: n + 1, previousEventId: n };
  switch (type) {
    case 'StateEntered':
      return {
        ...event,
        type: `${typeOf(state)}StateEntered`,
        stateEnteredEventDetails: { name: state },
      };
    case 'TaskFailed':
      return { ...event, type, taskFailedEventDetails: { resourceType: 'lambda', error } };
    case 'TaskTimedOut':
      return { ...event, type, taskTimedOutEventDetails: { resourceType: 'lambda', error } };
    case 'ExecutionFailed':
      return { ...event, type, executionFailedEventDetails: { error } };
    default:
      return { ...event, type };
  }
}
