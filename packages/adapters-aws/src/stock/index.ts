export * from './row-inventory.js';
export * from './stock-full-error.js';
export * from './stock-row.js';
export * from './stock-rows.js';
