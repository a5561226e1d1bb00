export * from './builders.js';
export * from './event-publisher-contract.js';
export * from './fulfilment-contract.js';
export * from './id-generator-contract.js';
export * from './inventory-contract.js';
export * from './order-repository-contract.js';
export * from './payments-contract.js';
export * from './simulated-payments.js';
export type { TestFunctions } from './test-functions.js';
