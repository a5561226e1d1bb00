export type { ClientOptions } from './client-settings.js';
export * from './environment-credentials.js';
export * from './sqs-client.js';
export * from './sqs-dead-letters.js';
export * from './sqs-event-queue.js';
