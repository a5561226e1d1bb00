/** The functions that the workflow invokes. */
export const ORDER_APPROVAL_FUNCTIONS = ['approval-requester', 'approval-expirer'] as const;

export type OrderApprovalFunction = (typeof ORDER_APPROVAL_FUNCTIONS)[number];

/** What differs between the environments that run the workflow. */
export interface OrderApprovalSettings {
  /** Hours from the first request until an undecided order expires. The reminder is sent halfway. */
  readonly deadlineHours: number;
  /** Returns the name or ARN of a function in that environment. */
  readonly functionName: (name: OrderApprovalFunction) => string;
  /** The partition of AWS. @default 'aws' */
  readonly partition?: string;
}

/**
 * A failed function is retried for about half an hour, which is longer than a usual outage of a store,
 * a topic or Lambda itself. The retries cover throttling and every error of Lambda, but not the timeout
 * of a wait.
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
 * Each wait begins with a function that receives the task token, and ends when the token is returned.
 * The order is then decided or cancelled, and the workflow ends. The order itself is the source of
 * truth; the workflow only watches the deadline.
 *
 * A task that still fails after its retries is not caught. The execution fails at that task, visibly,
 * and can be redriven from there.
 */
export function orderApproval(settings: OrderApprovalSettings) {
  const { deadlineHours, functionName, partition = 'aws' } = settings;
  const invoke = `arn:${partition}:states:::lambda:invoke`;
  const wait = Math.round(deadlineHours * 1_800); // whole seconds
  const waitForDecision = (reminder: boolean, secondsLeft: number, next: string) => ({
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
    Comment:
      'Requests the decision on an order, sends a reminder, and expires the order at its deadline.',
    StartAt: 'RequestApproval',
    States: {
      RequestApproval: waitForDecision(false, 2 * wait, 'Remind'),
      Remind: waitForDecision(true, wait, 'Expire'),
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
