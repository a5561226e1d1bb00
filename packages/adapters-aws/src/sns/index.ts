export type { ClientOptions } from '../client/settings.js';
export * from '../client/environment-credentials.js';
export * from './sns-approvers.js';
export * from './client.js';
export * from './sns-notifications.js';
