import {
  CancelOrder,
  CloseApproval,
  DecideApproval,
  GetOrder,
  IngestEvent,
  ListOrders,
  ListSnacks,
  NotifyCustomer,
  PlaceOrder,
  ProcessOrder,
  PutSnack,
  RecordEvent,
  RelayEvents,
  RemoveSnack,
  RepublishStuckOrders,
  RequestApproval,
  StartApproval,
  UpdateOrder,
} from '@snacks/domain/use-cases';
import type { Container, MapToResolvedValueInjectOptions } from 'inversify';

import type { ServiceName, Services } from './ports.js';

/** A use case that the container creates from the services that it needs. */
export interface UseCase<T, Needs extends ServiceName> {
  readonly needs: readonly Needs[];
  readonly bindTo: (container: Container) => void;
  readonly resolve: (container: Container) => T;
}

/** The services of some names, in the order of the names. */
type Named<Names extends readonly ServiceName[]> = {
  -readonly [Index in keyof Names]: Services[Names[Index]];
};

/** Declares a use case by its class and the names of the services of its constructor, in order. */
function useCase<T, Args extends unknown[], const Names extends readonly ServiceName[]>(
  Class: new (...services: Args) => T,
  needs: Names &
    MapToResolvedValueInjectOptions<Args> &
    (Named<Names> extends Args ? unknown : { readonly 'the constructor takes': Args }),
): UseCase<T, Names[number]> {
  const token = Symbol(Class.name);
  return {
    needs,
    bindTo: (container) =>
      void container
        .bind<T>(token)
        .toResolvedValue((...services: Args) => new Class(...services), needs),
    resolve: (container) => container.get<T>(token),
  };
}

/** Every use case, with the services that it needs. Only this table wires the domain. */
export const USE_CASES = {
  placeOrder: useCase(PlaceOrder, ['orders', 'ids', 'clock', 'priceList']),
  getOrder: useCase(GetOrder, ['orders']),
  listOrders: useCase(ListOrders, ['orders']),
  updateOrder: useCase(UpdateOrder, ['orders', 'clock', 'priceList']),
  cancelOrder: useCase(CancelOrder, ['orders', 'clock']),
  decideApproval: useCase(DecideApproval, ['orders', 'clock']),
  processOrder: useCase(ProcessOrder, ['orders', 'clock', 'steps']),
  relayEvents: useCase(RelayEvents, ['publisher', 'deadLetters']),
  republishStuckOrders: useCase(RepublishStuckOrders, ['orders', 'publisher', 'clock', 'sweep']),
  startApproval: useCase(StartApproval, ['orders', 'approvalWorkflow']),
  requestApproval: useCase(RequestApproval, [
    'orders',
    'approvalTasks',
    'approvalWorkflow',
    'approvers',
    'clock',
  ]),
  closeApproval: useCase(CloseApproval, ['orders', 'approvalTasks', 'approvalWorkflow']),
  listSnacks: useCase(ListSnacks, ['catalogue']),
  putSnack: useCase(PutSnack, ['catalogue']),
  removeSnack: useCase(RemoveSnack, ['catalogue']),
  notifyCustomer: useCase(NotifyCustomer, ['orders', 'notifications']),
  ingestEvent: useCase(IngestEvent, ['eventQueue', 'ids', 'clock']),
  recordEvent: useCase(RecordEvent, ['eventRecords', 'publisher']),
};

/** The services that some use cases need. */
export type NeedsOf<Name extends keyof typeof USE_CASES> =
  (typeof USE_CASES)[Name]['needs'][number];
