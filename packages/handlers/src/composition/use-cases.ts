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
  /** Returns the use case of a container, which creates it at the first call. */
  readonly resolveIn: (container: Container) => T;
}

/** The services of some names, in the order of the names. */
type Named<Names extends readonly ServiceName[]> = {
  -readonly [Index in keyof Names]: Services[Names[Index]];
};

/**
 * Declares a use case by its class and the names of the services of its constructor, in order.
 *
 * @__NO_SIDE_EFFECTS__ lets the bundle of a function leave out the use cases that the function does not get.
 */
function useCase<T, Args extends unknown[], const Names extends readonly ServiceName[]>(
  Class: new (...services: Args) => T,
  needs: Names &
    MapToResolvedValueInjectOptions<Args> &
    (Named<Names> extends Args ? unknown : { readonly 'the constructor takes': Args }),
): UseCase<T, Names[number]> {
  const token = Symbol(Class.name);
  return {
    needs,
    resolveIn: (container) => {
      if (!container.isBound(token)) {
        container
          .bind<T>(token)
          .toResolvedValue((...services: Args) => new Class(...services), needs);
      }
      return container.get<T>(token);
    },
  };
}

// Every use case, with the services that it needs. Only this table wires the domain.

export const placeOrder = useCase(PlaceOrder, ['orders', 'ids', 'clock', 'priceList']);
export const getOrder = useCase(GetOrder, ['orders']);
export const listOrders = useCase(ListOrders, ['orders']);
export const updateOrder = useCase(UpdateOrder, ['orders', 'clock', 'priceList']);
export const cancelOrder = useCase(CancelOrder, ['orders', 'clock']);
export const decideApproval = useCase(DecideApproval, ['orders', 'clock']);
export const processOrder = useCase(ProcessOrder, ['orders', 'clock', 'steps']);
export const relayEvents = useCase(RelayEvents, ['publisher', 'deadLetters']);
export const republishStuckOrders = useCase(RepublishStuckOrders, [
  'orders',
  'publisher',
  'clock',
  'sweep',
]);
export const startApproval = useCase(StartApproval, ['orders', 'approvalWorkflow']);
export const requestApproval = useCase(RequestApproval, [
  'orders',
  'approvalTasks',
  'approvalWorkflow',
  'approvers',
  'clock',
]);
export const closeApproval = useCase(CloseApproval, [
  'orders',
  'approvalTasks',
  'approvalWorkflow',
]);
export const listSnacks = useCase(ListSnacks, ['catalogue']);
export const putSnack = useCase(PutSnack, ['catalogue']);
export const removeSnack = useCase(RemoveSnack, ['catalogue']);
export const notifyCustomer = useCase(NotifyCustomer, ['orders', 'notifications']);
export const ingestEvent = useCase(IngestEvent, ['eventQueue', 'ids', 'clock']);
export const recordEvent = useCase(RecordEvent, ['eventRecords', 'publisher']);
