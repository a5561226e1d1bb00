export * from './in-memory-action-log.js';
export * from './in-memory-dead-letter-queues.js';
export * from './in-memory-metric-history.js';
export * from './in-memory-observations.js';
