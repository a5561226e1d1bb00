export type { ClientOptions } from './client-settings.js';
export * from './environment-credentials.js';
export * from './sns-approvers.js';
export * from './sns-client.js';
export * from './sns-notifications.js';
