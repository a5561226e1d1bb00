export { toSnackRecord, type Snack, type SnackRecord } from './catalogue/catalogue.js';
export { CATALOGUE_USES, type CatalogueUse } from './catalogue/prices.js';
export * from './errors.js';
export { FIELD_RULES } from './field-rules.js';
export {
  ANYONE,
  CALLER_ROLES,
  hasRole,
  mayChange,
  mayDecide,
  ROLES,
  seesAllOrders,
  systemActor,
  type Actor,
  type CallerRole,
  type Role,
} from './order/actor.js';
export * from './order/actor-kind.js';
export * from './order/admit.js';
export * from './order/approver-decision.js';
export type { Change, ChangeContext } from './order/change.js';
export * from './order/lifecycle.js';
export * from './order/limits.js';
export * from './order/money.js';
export * from './order/order.js';
export { readOrderContent, readOrderRequest, type OrderRequest } from './order/order-request.js';
export { toRecord, type OrderRecord } from './order/record.js';
export * from './order/timeline.js';
export * from './order/timestamp.js';
export {
  approve,
  cancel,
  claim,
  complete,
  expire,
  fail,
  place,
  reject,
  update,
  UPDATED_FIELDS,
  type Placing,
  type UpdatedContent,
} from './order/transitions.js';
export { isFields, issueOf, type FieldIssue, type FieldRule } from './validation/field-rule.js';
export type { JsonSchema } from './validation/json-schema.js';
