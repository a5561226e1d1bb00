import type { QueueSettings } from './types.js';

/** The functions of the operators' API: one reads, one changes. */
export function operationsFunctions<Q extends string>(
  all: Readonly<Record<Q, QueueSettings<NoInfer<Q>>>>,
) {
  const names = (isConsumed: boolean) =>
    Object.entries<QueueSettings<Q>>(all).flatMap(([name, { redrive }]) =>
      (redrive !== undefined) === isConsumed && isKeyOf(all, name)
        ? [`queue:${name}` as const]
        : [],
    );
  const [consumed, deadLetters] = [names(true), names(false)];
  // SQS moves all messages back from the dead-letter queue of another queue only.
  const redrivable = Object.values<QueueSettings<Q>>(all).flatMap(({ redrive }) =>
    redrive === undefined ? [] : [`queue:${redrive.deadLetterQueue}` as const],
  );
  const queues = [...consumed, ...deadLetters];
  return {
    'operations-reader': {
      description: 'Shows operators orders, dead letters, stock, approvals, metrics and logs.',
      memoryMegabytes: 512,
      timeoutSeconds: 29,
      environment: [
        'ORDERS_TABLE_NAME',
        'INDEX_SHARDS',
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
        'dynamodb:GetItem': ['orders', 'payments', 'catalogue'],
        'dynamodb:BatchGetItem': ['orders', 'stock'],
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
        'dynamodb:BatchGetItem': ['stock'],
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

function isKeyOf<K extends string>(record: Readonly<Record<K, unknown>>, key: string): key is K {
  return Object.hasOwn(record, key);
}
