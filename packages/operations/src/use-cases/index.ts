export type { OperatorCommand } from './audited.js';
export * from './change-message.js';
export * from './dry-run-message.js';
export * from './find-orders.js';
export * from './list-actions.js';
export * from './list-approvals.js';
export * from './list-dead-letters.js';
export {
  ORDER_METRICS,
  ReadMetrics,
  type MetricsView,
  type MinuteOfMetrics,
} from './read-metrics.js';
export * from './read-order.js';
export * from './read-overview.js';
export * from './redrive-messages.js';
export * from './search-logs.js';
export * from './stock.js';
