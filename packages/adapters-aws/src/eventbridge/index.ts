export type { ClientOptions } from '../client/settings.js';
export * from '../client/environment-credentials.js';
export * from './client.js';
export * from './eventbridge-event-publisher.js';
