export * from './in-memory-action-log.js';
export * from './in-memory-dead-letter-queues.js';
export * from './in-memory-observations.js';
