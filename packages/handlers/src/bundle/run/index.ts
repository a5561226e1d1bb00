export * from './function-process.js';
export * from './lambda-environment.js';
export * from './lambda-node.js';
export type { ProcessOutcome } from './runtime-api.js';
