export type { ClientOptions } from './client-settings.js';
export * from './environment-credentials.js';
export * from './eventbridge-client.js';
export * from './eventbridge-event-publisher.js';
