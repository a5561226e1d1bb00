import { InMemoryCatalogue } from '@snacks/adapters-memory';
import { isFields } from '@snacks/domain';
import { createFunctions, InMemoryMetrics, PinoLogger, topology } from '@snacks/handlers';

import { failedItems, toQueueRecord, toStreamRecord } from '@snacks/local';
import { createBackbone, type Flow } from './backbone.js';
import { inMemoryFulfilment } from '../setup/fulfilment.js';
import { NO_APPROVAL } from '../setup/no-approval.js';
import { apiEvent } from '../setup/order-events.js';
import { API_SETTINGS, NO_EXTERNAL_EVENTS, NO_REFUSALS } from '../setup/api-settings.js';

/**
 * Creates a flow of handlers over the in-memory adapters, with the events that AWS would send: an API
 * Gateway event with the order as JSON text, stream records with both images, queue records. The log
 * level is warn.
 */
export function handlerFlow(): Flow {
  const { clock, ids, orders, bus, drainStream, drainQueue } = createBackbone();
  const catalogue = new InMemoryCatalogue();
  const functions = createFunctions(
    {
      clock: () => clock,
      ids: () => ids,
      orders: () => orders,
      publisher: () => bus,
      catalogue: () => catalogue,
      ...inMemoryFulfilment(),
      ...NO_APPROVAL,
      ...NO_EXTERNAL_EVENTS,
      ...NO_REFUSALS,
    },
    (service) => new PinoLogger({ service, level: 'warn' }),
    new InMemoryMetrics(),
    API_SETTINGS,
  );
  type FlowFunction = keyof typeof functions;
  const invoke = async (name: FlowFunction, event: unknown): Promise<unknown> =>
    functions[name](event, { awsRequestId: ids.randomId(), functionName: name });

  const invokeBatch = async (name: FlowFunction, Records: readonly unknown[]): Promise<void> => {
    const failed = failedItems(await invoke(name, { Records }));
    if (failed?.size !== 0) throw new Error(`${name} failed.`);
  };

  return {
    place: async (request) => {
      const body = JSON.stringify(request);
      const response = await invoke('order-creator', { ...apiEvent('POST', '/orders'), body });
      if (!isFields(response) || response.statusCode !== 201 || !isFields(response.headers)) {
        throw new Error('The order was not placed.');
      }
      return String(response.headers.location).slice('/orders/'.length);
    },
    relay: async () =>
      drainStream(async (records) =>
        invokeBatch(
          'order-relay',
          records.map((record) => toStreamRecord(record, topology.tables.orders.name)),
        ),
      ),
    process: async () =>
      drainQueue(async (batch) => {
        await invokeBatch(
          'order-processor',
          batch.map((message) => toQueueRecord(message, 'order-processing')),
        );
        return batch.map(({ body }) => /"orderId":"([^"]+)"/.exec(body)?.[1] ?? '');
      }),
    listPage: async () => {
      const event = apiEvent('GET', '/orders');
      await invoke('order-lister', { ...event, queryStringParameters: { status: 'PROCESSED' } });
    },
  };
}
