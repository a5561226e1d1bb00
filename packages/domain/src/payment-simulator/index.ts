export * from './payment-ledger.js';
export * from './payment-rules.js';
export * from './simulated-payments.js';
