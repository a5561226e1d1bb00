/** The functions that the workflow invokes. */
export const ORDER_APPROVAL_FUNCTIONS = ['approval-requester', 'approval-expirer'] as const;

export type OrderApprovalFunction = (typeof ORDER_APPROVAL_FUNCTIONS)[number];

/** What differs from one place that runs the workflow to another. */
export interface OrderApprovalSettings {
  /** Hours from the first request until an undecided order expires; the reminder comes halfway. */
  readonly deadlineHours: number;
  /** A function's name or ARN there. */
  readonly functionName: (name: OrderApprovalFunction) => string;
  /** The partition of AWS. @default 'aws' */
  readonly partition?: string;
}

/**
 * A function that failed is invoked again for about half an hour: for longer than a store, a topic or
 * Lambda itself is usually out of reach. That includes throttling and every error of Lambda; a wait
 * that ran out of time is no failure.
 */
const RETRY = [
  {
    ErrorEquals: ['States.TaskFailed'],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxDelaySeconds: 300,
    MaxAttempts: 12,
  },
];

/**
 * The workflow of an order that waits for approval, in Amazon States Language. Its input is
 * `{ orderId, correlationId }`, and nothing is added to it on the way.
 *
 * Each wait begins by handing its token to a function, and ends when the token comes back: the
 * order is then decided or cancelled, and nothing is left to do. The order itself is the truth; the
 * workflow only keeps the time.
 *
 * A task that fails after its retries is not caught: the execution then fails at it, visibly, and
 * can be redriven from there.
 */
export function orderApproval(settings: OrderApprovalSettings) {
  const { deadlineHours, functionName, partition = 'aws' } = settings;
  const invoke = `arn:${partition}:states:::lambda:invoke`;
  const wait = deadlineHours * 1_800;
  const ask = (reminder: boolean, secondsLeft: number, next: string) => ({
    Type: 'Task',
    Resource: `${invoke}.waitForTaskToken`,
    Parameters: {
      FunctionName: functionName('approval-requester'),
      Payload: {
        'orderId.$': '$.orderId',
        'correlationId.$': '$.correlationId',
        'taskToken.$': '$$.Task.Token',
        reminder,
        secondsLeft,
      },
    },
    TimeoutSeconds: wait,
    ResultPath: null,
    Retry: RETRY,
    Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: null, Next: next }],
    Next: 'Decided',
  });
  return {
    Comment: 'Asks for the decision on an order, reminds, and lets the order expire.',
    StartAt: 'RequestApproval',
    States: {
      RequestApproval: ask(false, 2 * wait, 'Remind'),
      Remind: ask(true, wait, 'Expire'),
      Expire: {
        Type: 'Task',
        Resource: invoke,
        Parameters: {
          FunctionName: functionName('approval-expirer'),
          Payload: { 'orderId.$': '$.orderId', 'correlationId.$': '$.correlationId' },
        },
        ResultPath: null,
        Retry: RETRY,
        Next: 'Decided',
      },
      Decided: { Type: 'Succeed' },
    },
  };
}
