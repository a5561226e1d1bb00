export type { ClientOptions } from './client-settings.js';
export * from './environment-credentials.js';
export * from './step-functions-approval-workflow.js';
export * from './step-functions-client.js';
