export * from './deployed-function.js';
export * from './dynamodb.js';
export * from './eventbridge.js';
export * from './operations.js';
export * from './sns.js';
export * from './sqs.js';
export * from './step-functions.js';
