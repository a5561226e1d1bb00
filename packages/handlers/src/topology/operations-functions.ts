/** The queues that operators read and redrive, as resources of permissions. */
export interface OperatedQueues<Q extends string> {
  /** The queues that functions consume. */
  readonly consumed: readonly `queue:${Q}`[];
  readonly deadLetters: readonly `queue:${Q}`[];
  /** The dead-letter queues of the consumed queues: SQS moves all their messages back at once. */
  readonly redrivable: readonly `queue:${Q}`[];
}

/** The functions of the operators' API: one reads, one changes. */
export function operationsFunctions<Q extends string>({
  consumed,
  deadLetters,
  redrivable,
}: OperatedQueues<Q>) {
  const queues = [...consumed, ...deadLetters];
  return {
    'operations-reader': {
      description: 'Shows operators orders, dead letters, stock, approvals, metrics and logs.',
      memoryMegabytes: 512,
      timeoutSeconds: 29,
      environment: [
        'ORDERS_TABLE_NAME',
        'STOCK_TABLE_NAME',
        'PAYMENTS_TABLE_NAME',
        'CATALOGUE_TABLE_NAME',
        'OPERATOR_ACTIONS_TABLE_NAME',
        'APPROVAL_WORKFLOW_ARN',
        'APPROVAL_DEADLINE_HOURS',
        'RETENTION_DAYS',
        'RESOURCE_NAMES',
        'STAGE',
        'AUTH',
        'CURSOR_KEY',
        'LOG_LEVEL',
      ],
      permissions: {
        'dynamodb:GetItem': ['orders', 'stock', 'payments', 'catalogue'],
        'dynamodb:Query': ['orders/by-status', 'orders/by-customer', 'operatorActions'],
        'sqs:GetQueueUrl': queues,
        'sqs:GetQueueAttributes': queues,
        'sqs:ReceiveMessage': deadLetters,
        'sqs:ChangeMessageVisibility': deadLetters,
        'logs:FilterLogEvents': ['log-groups'],
        'cloudwatch:GetMetricData': ['metrics'],
        'states:DescribeExecution': ['approval-workflow/executions'],
        'states:GetExecutionHistory': ['approval-workflow/executions'],
      },
    },
    'operations-actor': {
      description: 'Redrives, edits and deletes dead letters, and sets stock, for operators.',
      memoryMegabytes: 512,
      timeoutSeconds: 29,
      environment: [
        'STOCK_TABLE_NAME',
        'OPERATOR_ACTIONS_TABLE_NAME',
        'RETENTION_DAYS',
        'RESOURCE_NAMES',
        'AUTH',
        'LOG_LEVEL',
      ],
      permissions: {
        'dynamodb:GetItem': ['stock'],
        'dynamodb:UpdateItem': ['stock', 'operatorActions'],
        'dynamodb:PutItem': ['operatorActions'],
        'sqs:GetQueueUrl': queues,
        'sqs:GetQueueAttributes': redrivable,
        'sqs:ReceiveMessage': deadLetters,
        'sqs:ChangeMessageVisibility': deadLetters,
        'sqs:DeleteMessage': deadLetters,
        'sqs:StartMessageMoveTask': redrivable,
        'sqs:SendMessage': consumed,
      },
    },
  } as const;
}
