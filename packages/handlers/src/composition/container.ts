import 'reflect-metadata/lite';

import {
  CancelOrder,
  CloseApproval,
  DecideApproval,
  fulfilmentSteps,
  GetOrder,
  ListOrders,
  PlaceOrder,
  ProcessOrder,
  RecordEvent,
  RelayEvents,
  RepublishStuckOrders,
  RequestApproval,
  StartApproval,
  type ApprovalTasks,
  type ApprovalWorkflow,
  type Approvers,
  IngestEvent,
  NotifyCustomer,
  UpdateOrder,
  type Clock,
  type DeadLetters,
  type EventPublisher,
  type EventQueue,
  type EventRecords,
  type IdGenerator,
  type Inventory,
  type Notifications,
  type OrderRepository,
  type Patience,
  type Payments,
} from '@snacks/domain';
import { Container, type ServiceIdentifier } from 'inversify';

import { topology } from '../topology/topology.js';
import { TOKENS } from './tokens.js';

/** The adapters behind the ports. Each is made when it is first needed, once. */
export interface Adapters {
  readonly clock: () => Clock;
  readonly ids: () => IdGenerator;
  readonly orders: () => OrderRepository;
  readonly publisher: () => EventPublisher;
  readonly deadLetters: () => DeadLetters;
  readonly inventory: () => Inventory;
  readonly payments: () => Payments;
  readonly notifications: () => Notifications;
  readonly eventQueue: () => EventQueue;
  readonly eventRecords: () => EventRecords;
  readonly approvalTasks: () => ApprovalTasks;
  readonly approvalWorkflow: () => ApprovalWorkflow;
  readonly approvers: () => Approvers;
}

/** What a deployment may choose. */
export interface CompositionOptions {
  /** Hours that approvers have. @default as the topology has it */
  readonly approvalDeadlineHours: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * How long orders may stand in a state before the sweeper counts them as stuck, and sends the events
 * of those that wait again: longer than a message that fails takes to reach its dead-letter queue;
 * for approvals, longer than an approver may take.
 */
function patienceOf({ approvalDeadlineHours }: CompositionOptions): Patience {
  return {
    NEW: 15 * MINUTE,
    APPROVED: 15 * MINUTE,
    PROCESSING: 15 * MINUTE,
    PENDING_APPROVAL: (approvalDeadlineHours + 1) * HOUR,
  };
}

/** Of each state: a hundred pages to read, and a thousand requests to the bus where all are due. */
const MAX_STUCK = 10_000;

/** Twice the time between two runs, so that a late run misses nothing. */
const SWEEP_WINDOW = 2 * topology.schedules['sweep-stuck-orders'].everyMinutes * MINUTE;

/** What resolves the use cases. */
export type Composition = Pick<Container, 'get'>;

/**
 * The composition root: the one place where use cases meet adapters. A function passes the adapters
 * that it needs; asking for a use case that needs another one fails, at start-up, by name.
 */
export function compose(
  adapters: Partial<Adapters>,
  options: CompositionOptions = {
    approvalDeadlineHours: Number(topology.parameters.APPROVAL_DEADLINE_HOURS),
  },
): Composition {
  const container = new Container({ defaultScope: 'Singleton' });
  bindAdapters(container, adapters);

  container
    .bind(TOKENS.placeOrder)
    .toResolvedValue(
      (...ports: ConstructorParameters<typeof PlaceOrder>) => new PlaceOrder(...ports),
      [TOKENS.orders, TOKENS.ids, TOKENS.clock],
    );
  container
    .bind(TOKENS.getOrder)
    .toResolvedValue((store: OrderRepository) => new GetOrder(store), [TOKENS.orders]);
  container
    .bind(TOKENS.listOrders)
    .toResolvedValue((store: OrderRepository) => new ListOrders(store), [TOKENS.orders]);
  container
    .bind(TOKENS.cancelOrder)
    .toResolvedValue(
      (...ports: ConstructorParameters<typeof CancelOrder>) => new CancelOrder(...ports),
      [TOKENS.orders, TOKENS.clock],
    );
  container
    .bind(TOKENS.updateOrder)
    .toResolvedValue(
      (...ports: ConstructorParameters<typeof UpdateOrder>) => new UpdateOrder(...ports),
      [TOKENS.orders, TOKENS.clock],
    );
  container
    .bind(TOKENS.decideApproval)
    .toResolvedValue(
      (...ports: ConstructorParameters<typeof DecideApproval>) => new DecideApproval(...ports),
      [TOKENS.orders, TOKENS.clock],
    );
  container
    .bind(TOKENS.processOrder)
    .toResolvedValue(
      (store: OrderRepository, time: Clock, stock: Inventory, pay: Payments, tell: Notifications) =>
        new ProcessOrder(
          store,
          time,
          fulfilmentSteps({ inventory: stock, payments: pay, notifications: tell }),
        ),
      [TOKENS.orders, TOKENS.clock, TOKENS.inventory, TOKENS.payments, TOKENS.notifications],
    );
  container
    .bind(TOKENS.relayEvents)
    .toResolvedValue(
      (...ports: ConstructorParameters<typeof RelayEvents>) => new RelayEvents(...ports),
      [TOKENS.publisher, TOKENS.deadLetters],
    );
  container.bind(TOKENS.republishStuckOrders).toResolvedValue(
    (store: OrderRepository, bus: EventPublisher, time: Clock) =>
      new RepublishStuckOrders(store, bus, time, {
        patience: patienceOf(options),
        window: SWEEP_WINDOW,
        most: MAX_STUCK,
      }),
    [TOKENS.orders, TOKENS.publisher, TOKENS.clock],
  );
  container
    .bind(TOKENS.startApproval)
    .toResolvedValue(
      (...ports: ConstructorParameters<typeof StartApproval>) => new StartApproval(...ports),
      [TOKENS.orders, TOKENS.approvalWorkflow],
    );
  container
    .bind(TOKENS.requestApproval)
    .toResolvedValue(
      (...ports: ConstructorParameters<typeof RequestApproval>) => new RequestApproval(...ports),
      [
        TOKENS.orders,
        TOKENS.approvalTasks,
        TOKENS.approvalWorkflow,
        TOKENS.approvers,
        TOKENS.clock,
      ],
    );
  container
    .bind(TOKENS.closeApproval)
    .toResolvedValue(
      (...ports: ConstructorParameters<typeof CloseApproval>) => new CloseApproval(...ports),
      [TOKENS.orders, TOKENS.approvalTasks, TOKENS.approvalWorkflow],
    );
  container
    .bind(TOKENS.notifyCustomer)
    .toResolvedValue(
      (...ports: ConstructorParameters<typeof NotifyCustomer>) => new NotifyCustomer(...ports),
      [TOKENS.orders, TOKENS.notifications],
    );
  container
    .bind(TOKENS.ingestEvent)
    .toResolvedValue(
      (...ports: ConstructorParameters<typeof IngestEvent>) => new IngestEvent(...ports),
      [TOKENS.eventQueue, TOKENS.ids, TOKENS.clock],
    );
  container
    .bind(TOKENS.recordEvent)
    .toResolvedValue(
      (...ports: ConstructorParameters<typeof RecordEvent>) => new RecordEvent(...ports),
      [TOKENS.eventRecords, TOKENS.publisher],
    );
  return container;
}

function bindAdapters(container: Container, adapters: Partial<Adapters>): void {
  const bind = <T>(token: ServiceIdentifier<T>, make: (() => T) | undefined): void => {
    if (make) container.bind(token).toDynamicValue(make);
  };
  bind(TOKENS.clock, adapters.clock);
  bind(TOKENS.ids, adapters.ids);
  bind(TOKENS.orders, adapters.orders);
  bind(TOKENS.publisher, adapters.publisher);
  bind(TOKENS.deadLetters, adapters.deadLetters);
  bind(TOKENS.inventory, adapters.inventory);
  bind(TOKENS.payments, adapters.payments);
  bind(TOKENS.notifications, adapters.notifications);
  bind(TOKENS.approvalTasks, adapters.approvalTasks);
  bind(TOKENS.approvalWorkflow, adapters.approvalWorkflow);
  bind(TOKENS.approvers, adapters.approvers);
  bind(TOKENS.eventQueue, adapters.eventQueue);
  bind(TOKENS.eventRecords, adapters.eventRecords);
}
