export type { ClientOptions } from './client-settings.js';
export * from './create-table.js';
export * from './dynamodb-client.js';
export * from './dynamodb-order-repository.js';
export * from './dynamodb-inventory.js';
export * from './environment-credentials.js';
export * from './order-too-large-error.js';
export * from './orders-table.js';
export * from './stock-table.js';
