import { ANYONE, systemActor } from '@snacks/domain';
import {
  fulfilmentSteps,
  ListOrders,
  PlaceOrder,
  ProcessOrder,
  RelayEvents,
  type FulfilmentStep,
} from '@snacks/domain/use-cases';
import { readBusEvent } from '@snacks/domain/events';

import { NO_REFUSALS } from '../setup/api-settings.js';
import { createBackbone, type Flow } from './backbone.js';
import { inMemoryFulfilment } from '../setup/fulfilment.js';

/** Creates a flow of use cases over the in-memory adapters. */
export function useCaseFlow(steps: readonly FulfilmentStep[] = []): Flow {
  const { clock, ids, orders, bus, drainStream, drainQueue } = createBackbone();
  const placeOrder = new PlaceOrder(orders, ids, clock);
  const relayEvents = new RelayEvents(bus, NO_REFUSALS.deadLetters());
  const processOrder = new ProcessOrder(orders, clock, steps);
  const listOrders = new ListOrders(orders);
  const actor = systemActor('order-processor');
  const correlationId = 'bench';

  const process = async (body: string): Promise<string> => {
    const { notice, refusal } = readBusEvent(body);
    if (notice === undefined) throw new Error(refusal?.message);
    const { orderId } = notice;
    const { outcome } = await processOrder.execute({ orderId, actor, correlationId });
    if (outcome !== 'processed') throw new Error(`${orderId} was ${outcome}.`);
    return orderId;
  };

  return {
    place: async (request) => {
      const { order } = await placeOrder.execute({ actor: ANYONE, correlationId, request });
      return order.orderId;
    },
    relay: async () =>
      drainStream(async (records) => {
        const { relayed } = await relayEvents.execute(records.map(({ data }) => data.after.events));
        if (relayed < records.length) throw new Error('The bus refused an event.');
      }),
    process: async () =>
      drainQueue(async (batch) => Promise.all(batch.map(async ({ body }) => process(body)))),
    listPage: async () => {
      await listOrders.execute({ actor: ANYONE, status: 'PROCESSED', limit: 20 });
    },
  };
}

/** Creates the same flow with the steps of fulfilment: stock, payment, notification. */
export function sagaFlow(): Flow {
  const { inventory, payments, notifications } = inMemoryFulfilment();
  return useCaseFlow(
    fulfilmentSteps({
      inventory: inventory(),
      payments: payments(),
      notifications: notifications(),
    }),
  );
}
