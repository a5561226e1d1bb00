export * from './is-order-event.js';
export * from './order-event.js';
export * from './schemas.js';
export * from '../external-event/event-recorded-schema.js';
