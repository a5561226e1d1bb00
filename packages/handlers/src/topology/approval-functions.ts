/** The functions of the approval workflow, as a part of the topology. */
export const APPROVAL_FUNCTIONS = {
  'approval-starter': {
    description: 'Starts the approval workflow for orders of high priority.',
    memoryMegabytes: 512,
    timeoutSeconds: 15,
    environment: ['ORDERS_TABLE_NAME', 'INDEX_SHARDS', 'APPROVAL_WORKFLOW_ARN', 'LOG_LEVEL'],
    permissions: {
      'dynamodb:GetItem': ['orders'],
      'states:StartExecution': ['approval-workflow'],
      'states:DescribeExecution': ['approval-workflow/executions'],
      'states:RedriveExecution': ['approval-workflow/executions'],
    },
  },
  'approval-requester': {
    description: 'Requests a decision from the approvers, and reminds them.',
    memoryMegabytes: 512,
    timeoutSeconds: 15,
    environment: [
      'ORDERS_TABLE_NAME',
      'INDEX_SHARDS',
      'APPROVAL_TASKS_TABLE_NAME',
      'APPROVAL_WORKFLOW_ARN',
      'APPROVERS_TOPIC_ARN',
      'LOG_LEVEL',
    ],
    permissions: {
      'dynamodb:UpdateItem': ['approvalTasks'],
      'dynamodb:GetItem': ['orders'],
      'sns:Publish': ['topic/approvers'],
      'states:SendTaskSuccess': ['approval-workflow'],
    },
  },
  'approval-expirer': {
    description: 'Rejects an order that has no decision by its deadline.',
    memoryMegabytes: 512,
    timeoutSeconds: 15,
    environment: ['ORDERS_TABLE_NAME', 'INDEX_SHARDS', 'RETENTION_DAYS', 'LOG_LEVEL'],
    permissions: { 'dynamodb:GetItem': ['orders'], 'dynamodb:UpdateItem': ['orders'] },
  },
  'approval-closer': {
    description: 'Ends the approval workflow of orders that are decided or cancelled.',
    memoryMegabytes: 512,
    timeoutSeconds: 15,
    environment: [
      'ORDERS_TABLE_NAME',
      'INDEX_SHARDS',
      'APPROVAL_TASKS_TABLE_NAME',
      'APPROVAL_WORKFLOW_ARN',
      'LOG_LEVEL',
    ],
    permissions: {
      'dynamodb:GetItem': ['orders', 'approvalTasks'],
      'states:SendTaskSuccess': ['approval-workflow'],
    },
  },
} as const;
