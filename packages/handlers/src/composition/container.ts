import 'reflect-metadata/lite';

import {
  CancelOrder,
  fulfilmentSteps,
  DecideApproval,
  GetOrder,
  ListOrders,
  PlaceOrder,
  ProcessOrder,
  RecordEvent,
  RelayEvents,
  RepublishStuckOrders,
  TakeEvent,
  UpdateOrder,
  type Clock,
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
import { Container } from 'inversify';

import { topology } from '../topology.js';
import { TOKENS } from './tokens.js';

/** The adapters behind the ports. Each is made when it is first needed, once. */
export interface Adapters {
  readonly clock: () => Clock;
  readonly ids: () => IdGenerator;
  readonly orders: () => OrderRepository;
  readonly publisher: () => EventPublisher;
  readonly inventory: () => Inventory;
  readonly payments: () => Payments;
  readonly notifications: () => Notifications;
  readonly eventQueue: () => EventQueue;
  readonly eventRecords: () => EventRecords;
}

const MINUTE = 60_000;

/**
 * How long orders may stand in a state before the sweeper counts them as stuck, and sends the events
 * of those that wait again: longer than a message that fails takes to reach its dead-letter queue;
 * for approvals, longer than an approver may take.
 */
const PATIENCE: Patience = {
  NEW: 15 * MINUTE,
  APPROVED: 15 * MINUTE,
  PROCESSING: 15 * MINUTE,
  PENDING_APPROVAL: 25 * 60 * MINUTE,
};

/** Twice the time between two runs, so that a late run misses nothing. */
const SWEEP_WINDOW = 2 * topology.schedules['sweep-stuck-orders'].everyMinutes * MINUTE;

/** What resolves the use cases. */
export type Composition = Pick<Container, 'get'>;

/**
 * The composition root: the one place where use cases meet adapters. A function passes the adapters
 * that it needs; asking for a use case that needs another one fails, at start-up, by name.
 */
export function compose(adapters: Partial<Adapters>): Composition {
  const container = new Container({ defaultScope: 'Singleton' });
  const { clock, ids, orders, publisher, inventory, payments, notifications } = adapters;
  const { eventQueue, eventRecords } = adapters;
  if (clock) container.bind(TOKENS.clock).toDynamicValue(clock);
  if (ids) container.bind(TOKENS.ids).toDynamicValue(ids);
  if (orders) container.bind(TOKENS.orders).toDynamicValue(orders);
  if (publisher) container.bind(TOKENS.publisher).toDynamicValue(publisher);
  if (inventory) container.bind(TOKENS.inventory).toDynamicValue(inventory);
  if (payments) container.bind(TOKENS.payments).toDynamicValue(payments);
  if (notifications) container.bind(TOKENS.notifications).toDynamicValue(notifications);
  if (eventQueue) container.bind(TOKENS.eventQueue).toDynamicValue(eventQueue);
  if (eventRecords) container.bind(TOKENS.eventRecords).toDynamicValue(eventRecords);

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
    .toResolvedValue((bus: EventPublisher) => new RelayEvents(bus), [TOKENS.publisher]);
  container
    .bind(TOKENS.republishStuckOrders)
    .toResolvedValue(
      (store: OrderRepository, bus: EventPublisher, time: Clock) =>
        new RepublishStuckOrders(store, bus, time, { patience: PATIENCE, window: SWEEP_WINDOW }),
      [TOKENS.orders, TOKENS.publisher, TOKENS.clock],
    );
  container
    .bind(TOKENS.takeEvent)
    .toResolvedValue(
      (...ports: ConstructorParameters<typeof TakeEvent>) => new TakeEvent(...ports),
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
