import type {
  ApprovalTasks,
  ApprovalWorkflow,
  Approvers,
  Clock,
  DeadLetters,
  EventPublisher,
  EventQueue,
  EventRecords,
  IdGenerator,
  Inventory,
  Notifications,
  OrderRepository,
  Payments,
} from '@snacks/domain';
import type { ServiceIdentifier } from 'inversify';

/** Every port of the domain, by its name in the composition. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly orders: OrderRepository;
  readonly publisher: EventPublisher;
  readonly deadLetters: DeadLetters;
  readonly inventory: Inventory;
  readonly payments: Payments;
  readonly notifications: Notifications;
  readonly eventQueue: EventQueue;
  readonly eventRecords: EventRecords;
  readonly approvalTasks: ApprovalTasks;
  readonly approvalWorkflow: ApprovalWorkflow;
  readonly approvers: Approvers;
}

/** Creates the adapter of each port: once, when a use case first needs it. */
export type Adapters = { readonly [Name in keyof Ports]: () => Ports[Name] };

/** The identifier of each port in the container. The names appear in its error messages. */
export const PORTS: { readonly [Name in keyof Ports]: ServiceIdentifier<Ports[Name]> } = {
  clock: Symbol('Clock'),
  ids: Symbol('IdGenerator'),
  orders: Symbol('OrderRepository'),
  publisher: Symbol('EventPublisher'),
  deadLetters: Symbol('DeadLetters'),
  inventory: Symbol('Inventory'),
  payments: Symbol('Payments'),
  notifications: Symbol('Notifications'),
  eventQueue: Symbol('EventQueue'),
  eventRecords: Symbol('EventRecords'),
  approvalTasks: Symbol('ApprovalTasks'),
  approvalWorkflow: Symbol('ApprovalWorkflow'),
  approvers: Symbol('Approvers'),
};
