export type { ClientOptions } from '../client/settings.js';
export * from '../client/environment-credentials.js';
export * from './client.js';
export * from './sqs-dead-letters.js';
export * from './sqs-event-queue.js';
