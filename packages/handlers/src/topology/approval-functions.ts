/** The functions around the approval workflow, as the topology has them. */
export const APPROVAL_FUNCTIONS = {
  'approval-starter': {
    description: 'Starts the approval workflow of orders of high priority.',
    memoryMegabytes: 512,
    timeoutSeconds: 15,
    environment: ['ORDERS_TABLE_NAME', 'APPROVAL_WORKFLOW_ARN', 'LOG_LEVEL'],
    permissions: {
      'dynamodb:GetItem': ['orders'],
      'states:StartExecution': ['approval-workflow'],
      'states:DescribeExecution': ['approval-workflow/executions'],
      'states:RedriveExecution': ['approval-workflow/executions'],
    },
  },
  'approval-requester': {
    description: 'Asks approvers for a decision, and reminds them.',
    memoryMegabytes: 512,
    timeoutSeconds: 15,
    environment: [
      'ORDERS_TABLE_NAME',
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
    description: 'Rejects an order without a decision in time.',
    memoryMegabytes: 512,
    timeoutSeconds: 15,
    environment: ['ORDERS_TABLE_NAME', 'RETENTION_DAYS', 'LOG_LEVEL'],
    permissions: { 'dynamodb:GetItem': ['orders'], 'dynamodb:UpdateItem': ['orders'] },
  },
  'approval-closer': {
    description: 'Ends the wait for orders that are decided or cancelled.',
    memoryMegabytes: 512,
    timeoutSeconds: 15,
    environment: [
      'ORDERS_TABLE_NAME',
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
