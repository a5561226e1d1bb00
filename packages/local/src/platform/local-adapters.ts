import {
  InMemoryApprovalTasks,
  InMemoryApprovalWorkflow,
  InMemoryDeadLetters,
  InMemoryEventQueue,
  type InMemoryEventBus,
  type InMemoryQueue,
  type InMemoryStateMachine,
} from '@snacks/adapters-memory';
import type { Clock, IdGenerator, Payments } from '@snacks/domain/ports';
import {
  InvocationLogger,
  LogApprovers,
  LogNotifications,
  topology,
  type Adapters,
  type QueueName,
} from '@snacks/handlers';

import type { OrderStore } from '../store/order-store.js';
import type { LoggerOf } from './platform-options.js';

export interface LocalAdaptersOptions {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly store: OrderStore;
  readonly payments: Payments;
  readonly bus: InMemoryEventBus;
  readonly approvals: InMemoryStateMachine;
  readonly queueOf: (name: QueueName) => InMemoryQueue;
  readonly loggerOf: LoggerOf;
}

/** Creates the adapters behind the functions' ports. Messages to people go to the log. */
export function createLocalAdapters({
  clock,
  ids,
  store,
  payments,
  bus,
  approvals,
  queueOf,
  loggerOf,
}: LocalAdaptersOptions): Adapters {
  const notifications = new LogNotifications(new InvocationLogger(loggerOf('order-notifier')));
  const approvalTasks = new InMemoryApprovalTasks();
  const approvalWorkflow = new InMemoryApprovalWorkflow(approvals);
  const approvers = new LogApprovers(loggerOf('approval-requester'));
  return {
    clock: () => clock,
    ids: () => ids,
    orders: () => store.orders,
    publisher: () => bus,
    deadLetters: () => new InMemoryDeadLetters(queueOf(topology.streamConsumer.deadLetterQueue)),
    inventory: () => store.stock,
    payments: () => payments,
    notifications: () => notifications,
    approvalTasks: () => approvalTasks,
    approvalWorkflow: () => approvalWorkflow,
    approvers: () => approvers,
    eventQueue: () => new InMemoryEventQueue(queueOf('event-ingestion')),
    eventRecords: () => store.eventRecords,
    catalogue: () => store.catalogue,
  };
}
