export * from './clients.js';
export * from './dynamodb-order-repository.js';
export * from './environment-credentials.js';
export * from './order-too-large-error.js';
export * from './orders-table.js';
export * from './eventbridge-event-publisher.js';
export * from './stream-record.js';
export { UNSENT } from './publishing-round.js';
