export * from './is-order-event.js';
export * from './order-event.js';
export * from './schemas.js';
export * from '../foreign-event/event-recorded-schema.js';
