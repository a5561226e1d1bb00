export * from '../external-event/event-recorded.js';
export * from '../external-event/event-recorded-schema.js';
export * from '../external-event/external-event.js';
export { isOrderEvent } from './is-order-event.js';
export * from './order-event.js';
export * from './platform-event.js';
export * from './read-bus-event.js';
export { ORDER_EVENT_SCHEMAS, schemaFileName, type OrderEventSchema } from './schemas.js';
