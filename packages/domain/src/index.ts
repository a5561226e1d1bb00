export * from './errors.js';
export * from './events/is-order-event.js';
export * from './events/order-event.js';
export * from './field-rules.js';
export * from './fulfilment/errors.js';
export * from './fulfilment/fulfilment-step.js';
export * from './fulfilment/fulfilment-steps.js';
export * from './external-event/event-recorded.js';
export * from './external-event/external-event.js';
export * from './order/actor.js';
export * from './order/actor-kind.js';
export * from './order/admit.js';
export * from './order/approver-decision.js';
export type { Change, ChangeContext } from './order/change.js';
export * from './order/fulfilment-record.js';
export * from './order/lifecycle.js';
export * from './order/limits.js';
export * from './order/money.js';
export * from './order/order.js';
export * from './order/order-key.js';
export * from './order/order-request.js';
export * from './order/record.js';
export * from './order/stored-order.js';
export { isCarried, normalise, toMessageBody } from './validation/text.js';
export * from './order/timeline.js';
export * from './order/timestamp.js';
export * from './order/transitions.js';
export * from './ports/approval-tasks.js';
export * from './ports/approval-workflow.js';
export * from './ports/approvers.js';
export * from './ports/clock.js';
export * from './ports/dead-letters.js';
export * from './ports/event-publisher.js';
export * from './ports/event-queue.js';
export * from './ports/event-records.js';
export * from './ports/id-generator.js';
export * from './ports/inventory.js';
export * from './ports/notifications.js';
export * from './ports/order-repository.js';
export * from './ports/payments.js';
export * from './ports/stock-records.js';
export * from './payment-simulator/payment-ledger.js';
export * from './payment-simulator/payment-rules.js';
export * from './payment-simulator/simulated-payments.js';
export * from './use-cases/cancel-order.js';
export * from './use-cases/close-approval.js';
export * from './use-cases/decide-approval.js';
export * from './use-cases/get-order.js';
export type { RequestContext } from './use-cases/request-context.js';
export * from './use-cases/list-orders.js';
export * from './use-cases/place-order.js';
export * from './use-cases/process-order.js';
export * from './use-cases/relay-events.js';
export * from './use-cases/republish-stuck-orders.js';
export * from './use-cases/request-approval.js';
export * from './use-cases/start-approval.js';
export * from './use-cases/record-event.js';
export * from './use-cases/ingest-event.js';
export * from './use-cases/notify-customer.js';
export * from './use-cases/update-order.js';
export {
  isFields,
  issueOf,
  type FieldIssue,
  type FieldRule,
  type JsonSchema,
} from './validation/field-rule.js';
