export * from './clients.js';
export * from './cloudwatch-log-search.js';
export * from './cloudwatch-metric-history.js';
export * from './dynamodb-action-log.js';
export * from './sqs-dead-letter-queues.js';
export * from './step-functions-workflow-history.js';
