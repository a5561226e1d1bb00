export {
  EMPTY_CATALOGUE,
  sortedByName,
  withoutSnack,
  withSnack,
  type CatalogueSnapshot,
} from '../catalogue/catalogue.js';
export * from '../fulfilment/errors.js';
export type { EventOrigin } from '../order/events-of.js';
export * from '../order/order-key.js';
export * from '../order/stored-order.js';
export { isCarried, normalise, toMessageBody } from '../validation/text.js';
export * from './approval-tasks.js';
export * from './approval-workflow.js';
export * from './approvers.js';
export * from './catalogue.js';
export * from './clock.js';
export * from './dead-letters.js';
export * from './event-publisher.js';
export * from './event-queue.js';
export * from './event-records.js';
export * from './id-generator.js';
export * from './inventory.js';
export * from './notifications.js';
export * from './order-repository.js';
export * from './payments.js';
export * from './stock-records.js';
