import type {
  CancelOrder,
  Clock,
  EventPublisher,
  GetOrder,
  IdGenerator,
  Inventory,
  ListOrders,
  Notifications,
  OrderRepository,
  Payments,
  PlaceOrder,
  ProcessOrder,
  RelayEvents,
  RepublishStuckOrders,
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
  placeOrder: token<PlaceOrder>('PlaceOrder'),
  getOrder: token<GetOrder>('GetOrder'),
  listOrders: token<ListOrders>('ListOrders'),
  cancelOrder: token<CancelOrder>('CancelOrder'),
  processOrder: token<ProcessOrder>('ProcessOrder'),
  relayEvents: token<RelayEvents>('RelayEvents'),
  republishStuckOrders: token<RepublishStuckOrders>('RepublishStuckOrders'),
} as const;
