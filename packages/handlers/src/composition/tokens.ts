import type {
  CancelOrder,
  Clock,
  DecideApproval,
  EventPublisher,
  EventQueue,
  EventRecords,
  GetOrder,
  IdGenerator,
  Inventory,
  ListOrders,
  Notifications,
  OrderRepository,
  Payments,
  PlaceOrder,
  ProcessOrder,
  RecordEvent,
  RelayEvents,
  RepublishStuckOrders,
  TakeEvent,
  UpdateOrder,
} from '@snacks/domain';
import type { ServiceIdentifier } from 'inversify';

function token<T>(name: string): ServiceIdentifier<T> {
  return Symbol(name);
}

/** What the container can be asked for. */
export const TOKENS = {
  clock: token<Clock>('Clock'),
  ids: token<IdGenerator>('IdGenerator'),
  orders: token<OrderRepository>('OrderRepository'),
  publisher: token<EventPublisher>('EventPublisher'),
  inventory: token<Inventory>('Inventory'),
  payments: token<Payments>('Payments'),
  notifications: token<Notifications>('Notifications'),
  eventQueue: token<EventQueue>('EventQueue'),
  eventRecords: token<EventRecords>('EventRecords'),
  takeEvent: token<TakeEvent>('TakeEvent'),
  recordEvent: token<RecordEvent>('RecordEvent'),
  placeOrder: token<PlaceOrder>('PlaceOrder'),
  getOrder: token<GetOrder>('GetOrder'),
  listOrders: token<ListOrders>('ListOrders'),
  cancelOrder: token<CancelOrder>('CancelOrder'),
  updateOrder: token<UpdateOrder>('UpdateOrder'),
  decideApproval: token<DecideApproval>('DecideApproval'),
  processOrder: token<ProcessOrder>('ProcessOrder'),
  relayEvents: token<RelayEvents>('RelayEvents'),
  republishStuckOrders: token<RepublishStuckOrders>('RepublishStuckOrders'),
} as const;
