export * from './eventbridge/event-bridge-envelope.js';
export * from './eventbridge/event-pattern-error.js';
export {
  compilePattern,
  type EventPattern,
  type ValuePattern,
} from './eventbridge/event-pattern.js';
export { DELIVERY_ATTEMPTS, type RuleOptions } from './eventbridge/event-bus-rule.js';
export { queueTarget, type Target } from './eventbridge/event-target.js';
export * from './ports/in-memory-approval-tasks.js';
export * from './ports/in-memory-approval-workflow.js';
export * from './ports/in-memory-catalogue.js';
export * from './ports/in-memory-dead-letters.js';
export * from './eventbridge/in-memory-event-bus.js';
export * from './ports/in-memory-inventory.js';
export * from './ports/in-memory-event-queue.js';
export * from './ports/in-memory-event-records.js';
export * from './ports/in-memory-order-repository.js';
export * from './ports/in-memory-payment-ledger.js';
export * from './sqs/in-memory-queue.js';
export * from './step-functions/in-memory-state-machine.js';
export * from './stream/in-memory-stream.js';
export * from './time/manual-clock.js';
export type { MessageJournal } from './sqs/message-journal.js';
export {
  MAX_MESSAGE_BYTES,
  MessageContentsError,
  MessageTooLargeError,
} from './sqs/message-limits.js';
export type {
  MessageAttributes,
  MessageSnapshot,
  ReceivedMessage,
  StoredMessage,
} from './sqs/queue-message.js';
export * from './ports/seeded-id-generator.js';
export * from './step-functions/state-machine-error.js';
export type {
  ExecutionEvent,
  ExecutionStatus,
  TaskOutcome,
} from './step-functions/state-machine-execution.js';
export * from './time/timers.js';
