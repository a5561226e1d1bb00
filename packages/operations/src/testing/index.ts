export * from './action-log-contract.js';
export type { TestFunctions } from './contract.js';
export * from './dead-letter-queues-contract.js';
export * from './log-search-contract.js';
export * from './metric-history-contract.js';
export * from './workflow-history-contract.js';
