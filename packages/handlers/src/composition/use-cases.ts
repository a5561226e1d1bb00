import {
  CancelOrder,
  CloseApproval,
  DecideApproval,
  GetOrder,
  IngestEvent,
  ListOrders,
  NotifyCustomer,
  PlaceOrder,
  ProcessOrder,
  RecordEvent,
  RelayEvents,
  RepublishStuckOrders,
  RequestApproval,
  StartApproval,
  UpdateOrder,
  type FulfilmentStep,
  type SweepSettings,
} from '@snacks/domain';
import type { Container, MapToResolvedValueInjectOptions, ServiceIdentifier } from 'inversify';

import { PORTS } from './ports.js';

/** The steps of fulfilment, in order. */
export const STEPS: ServiceIdentifier<readonly FulfilmentStep[]> = Symbol('FulfilmentSteps');

/** When the sweeper publishes events again. The deployment parameters determine it. */
export const SWEEP: ServiceIdentifier<SweepSettings> = Symbol('SweepSettings');

/** A use case that the container creates. */
export interface UseCase<T> {
  readonly token: ServiceIdentifier<T>;
  readonly bindTo: (container: Container) => void;
}

/** Declares a use case by its class and the services of its constructor, in order. */
function useCase<T, Services extends unknown[]>(
  Class: new (...services: Services) => T,
  services: MapToResolvedValueInjectOptions<Services>,
): UseCase<T> {
  const token: ServiceIdentifier<T> = Symbol(Class.name);
  return {
    token,
    bindTo: (container) =>
      void container
        .bind(token)
        .toResolvedValue((...values: Services) => new Class(...values), services),
  };
}

/** Every use case, with the services that it needs. Only this table wires the domain. */
export const USE_CASES = {
  placeOrder: useCase(PlaceOrder, [PORTS.orders, PORTS.ids, PORTS.clock]),
  getOrder: useCase(GetOrder, [PORTS.orders]),
  listOrders: useCase(ListOrders, [PORTS.orders]),
  updateOrder: useCase(UpdateOrder, [PORTS.orders, PORTS.clock]),
  cancelOrder: useCase(CancelOrder, [PORTS.orders, PORTS.clock]),
  decideApproval: useCase(DecideApproval, [PORTS.orders, PORTS.clock]),
  processOrder: useCase(ProcessOrder, [PORTS.orders, PORTS.clock, STEPS]),
  relayEvents: useCase(RelayEvents, [PORTS.publisher, PORTS.deadLetters]),
  republishStuckOrders: useCase(RepublishStuckOrders, [
    PORTS.orders,
    PORTS.publisher,
    PORTS.clock,
    SWEEP,
  ]),
  startApproval: useCase(StartApproval, [PORTS.orders, PORTS.approvalWorkflow]),
  requestApproval: useCase(RequestApproval, [
    PORTS.orders,
    PORTS.approvalTasks,
    PORTS.approvalWorkflow,
    PORTS.approvers,
    PORTS.clock,
  ]),
  closeApproval: useCase(CloseApproval, [
    PORTS.orders,
    PORTS.approvalTasks,
    PORTS.approvalWorkflow,
  ]),
  notifyCustomer: useCase(NotifyCustomer, [PORTS.orders, PORTS.notifications]),
  ingestEvent: useCase(IngestEvent, [PORTS.eventQueue, PORTS.ids, PORTS.clock]),
  recordEvent: useCase(RecordEvent, [PORTS.eventRecords, PORTS.publisher]),
};
