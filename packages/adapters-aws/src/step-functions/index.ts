export type { ClientOptions } from '../client/settings.js';
export * from '../client/environment-credentials.js';
export * from './step-functions-approval-workflow.js';
export * from './client.js';
