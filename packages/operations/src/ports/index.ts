export * from './action-log.js';
export * from './dead-letter-queues.js';
export * from './log-search.js';
export * from './metric-history.js';
export * from './payment-records.js';
export * from './workflow-history.js';
export * from './operations-ports.js';
