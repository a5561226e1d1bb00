import { isFields } from '@snacks/domain';
import { orderKey, type OrderRepository } from '@snacks/domain/ports';
import { anEventRecord, aPlacing, anOrderRequest } from '@snacks/domain/testing';

import type { FunctionName } from '../src/topology/topology.js';
import { liveThroughApproval } from './approval-lives.js';
import { operate } from './operations-lives.js';
import { REFUSED_FOR_GOOD, type AwsServices, type ServiceCall } from './aws-services.js';
import type { DeployedFunctions } from './deployed-functions.js';
import { createStores } from './dynamodb-stores.js';
import { anApiEvent, anEnvelope, aQueueBatch, fixture } from './events.js';

const MINUTE = 60_000;

/** The id of the order in the events of the folder `fixtures`. */
const OF_THE_FIXTURES = '00000000-0000-4000-8000-000000000001';

/**
 * Runs orders through every course of the lifecycle, so that the deployed functions make every call
 * that they can make. Returns the responses of the functions.
 */
export async function liveThrough(services: AwsServices, functions: DeployedFunctions) {
  const { endpoints, calls } = services;
  const invoke = async (name: FunctionName, event: unknown): Promise<unknown> => {
    const { ok, body } = await functions.invoke(name, event);
    if (!ok) throw new Error(`${name} failed: ${JSON.stringify(body)}`);
    return body;
  };
  const { orders, stock, ledger } = await createStores(endpoints.AWS_ENDPOINT_URL_DYNAMODB);
  await stock.setAvailable('Chips', 10);
  await orders.add(
    aPlacing({ orderId: OF_THE_FIXTURES, placedAt: Date.now() - 16 * MINUTE }),
    'hash of its request',
  );

  const request = { ...anOrderRequest(), idempotencyKey: 'key-1' };
  const placed = apiResponse(await invoke('order-creator', request));
  const orderId = String(placed.body.orderId);
  await invoke('order-relay', { Records: [anInsert(lastItem(calls))] });
  const envelopes = entriesOf(calls).map(toEnvelope);
  const bodies = envelopes.map((envelope) => JSON.stringify(envelope));
  const refusedEvent = await relayRefused(invoke, calls);
  const processed = await invoke('order-processor', aQueueBatch(bodies));
  await processDeclined(invoke, orders);
  const getting = anApiEvent({ method: 'GET', pathParameters: { orderId } });
  const deleting = anApiEvent({ method: 'DELETE', pathParameters: { orderId } });
  const listing = async (query: Readonly<Record<string, string>>) =>
    apiResponse(await invoke('order-lister', anApiEvent({ method: 'GET', query })));

  return {
    orderId,
    placed,
    envelopes,
    processed,
    refusedEvent,
    stock: await stock.find('Chips'),
    payment: await ledger.find(orderKey({ orderId, createdAt: String(placed.body.createdAt) })),
    notified: calls.flatMap(({ action, input }) =>
      action === 'sns:Publish' ? [input.Message] : [],
    ),
    read: apiResponse(await invoke('order-reader', getting)),
    repeated: apiResponse(await invoke('order-creator', request)),
    refused: apiResponse(await invoke('order-canceller', deleting)),
    cancelled: await placeAndCancel(invoke),
    ...(await updateAndDecide(invoke)),
    ...(await sendEvents(invoke, calls)),
    ...(await editCatalogue(invoke)),
    ofStatus: await listing({ status: 'PROCESSED' }),
    ofCustomer: await listing({ customerId: 'customer-1' }),
    announced: await invoke('order-notifier', aQueueBatch(bodies)),
    counted: await invoke('order-metrics', aQueueBatch(bodies)),
    swept: await invoke('order-sweeper', fixture('scheduled')),
    approval: await liveThroughApproval(invoke, orders),
    operated: await operate(invoke, orderId),
  };
}

/** Lets the relay move an event that the bus permanently refuses to the dead-letter queue. */
async function relayRefused(
  invoke: (name: FunctionName, event: unknown) => Promise<unknown>,
  calls: readonly ServiceCall[],
) {
  const request = anOrderRequest({ customerName: REFUSED_FOR_GOOD });
  const { body } = apiResponse(await invoke('order-creator', anApiEvent({ body: request })));
  const relayed = await invoke('order-relay', { Records: [anInsert(lastItem(calls))] });
  const sent = calls.findLast(({ action }) => action === 'sqs:SendMessage');
  const letter: unknown = JSON.parse(String(sent?.input.MessageBody));
  return { orderId: body.orderId, relayed, letter };
}

/** Processes an order whose payment is declined. */
async function processDeclined(
  invoke: (name: FunctionName, event: unknown) => Promise<unknown>,
  orders: OrderRepository,
): Promise<void> {
  const snackItems = [{ name: 'Chips', quantity: 1, price: 6.66 }];
  const placing = aPlacing({ request: { snackItems, totalAmount: 6.66 }, placedAt: Date.now() });
  await orders.add(placing, 'hash of its request');
  const bodies = placing.events.map((event) => JSON.stringify(anEnvelope(event)));
  await invoke('order-processor', aQueueBatch(bodies));
}

async function placeAndCancel(invoke: (name: FunctionName, event: unknown) => Promise<unknown>) {
  const { body } = apiResponse(
    await invoke('order-creator', anApiEvent({ body: anOrderRequest() })),
  );
  const pathParameters = { orderId: String(body.orderId) };
  return apiResponse(
    await invoke('order-canceller', anApiEvent({ method: 'DELETE', pathParameters })),
  );
}

async function updateAndDecide(invoke: (name: FunctionName, event: unknown) => Promise<unknown>) {
  const pending = anOrderRequest({ priority: 'high' });
  const { body } = apiResponse(await invoke('order-creator', anApiEvent({ body: pending })));
  const pathParameters = { orderId: String(body.orderId) };
  const changed = { ...pending, customerName: 'Jane Doe' };
  await invoke('order-updater', anApiEvent({ method: 'PUT', pathParameters, body: changed }));
  const decision = anApiEvent({ pathParameters, body: { decision: 'approve' } });
  const reading = anApiEvent({ method: 'GET', pathParameters });
  return {
    decided: apiResponse(await invoke('order-approver', decision)),
    timeline: apiResponse(await invoke('order-timeline', reading)),
  };
}

async function editCatalogue(invoke: (name: FunctionName, event: unknown) => Promise<unknown>) {
  const pathParameters = { name: 'Crisps' };
  const putting = anApiEvent({ method: 'PUT', pathParameters, body: { price: 2.5 } });
  const put = apiResponse(await invoke('catalogue-editor', putting));
  const snacks = apiResponse(await invoke('catalogue-reader', anApiEvent({ method: 'GET' })));
  await invoke('catalogue-editor', anApiEvent({ method: 'DELETE', pathParameters }));
  return { put, snacks };
}

async function sendEvents(
  invoke: (name: FunctionName, event: unknown) => Promise<unknown>,
  calls: readonly ServiceCall[],
) {
  const event = { source: 'sensor-01', type: 'temperature', payload: { value: 22.5 } };
  const accepted = apiResponse(await invoke('event-ingestion', anApiEvent({ body: event })));
  const queued = calls.findLast(({ action }) => action === 'sqs:SendMessage');
  const ordering = anEventRecord({ type: 'order.submitted', payload: anOrderRequest() });
  const bodies = [String(queued?.input.MessageBody), JSON.stringify(ordering)];
  await invoke('event-recorder', aQueueBatch(bodies));
  return { accepted, recorded: await invoke('event-recorder', aQueueBatch(bodies)) };
}

function apiResponse(response: unknown) {
  const { statusCode, body: text } = isFields(response) ? response : {};
  const body: unknown = JSON.parse(String(text));
  if (!isFields(body)) throw new Error(`Not the response of an API: ${JSON.stringify(response)}`);
  return { statusCode, body };
}

/** The item that was written last. */
function lastItem(calls: readonly ServiceCall[]): unknown {
  return calls.findLast(({ action }) => action === 'dynamodb:PutItem')?.input.Item;
}

/** The stream record of a new item. */
function anInsert(item: unknown) {
  const dynamodb = { NewImage: item, SequenceNumber: '1', StreamViewType: 'NEW_AND_OLD_IMAGES' };
  return { eventName: 'INSERT', eventSource: 'aws:dynamodb', dynamodb };
}

/** All entries that were sent to the bus. */
function entriesOf(calls: readonly ServiceCall[]): readonly unknown[] {
  return calls.flatMap(({ input: { Entries } }): unknown[] =>
    Array.isArray(Entries) ? Entries : [],
  );
}

/** The envelope in which a rule of the bus delivers an entry. */
function toEnvelope(entry: unknown) {
  const { Source, DetailType, Detail } = isFields(entry) ? entry : {};
  const detail: unknown = JSON.parse(String(Detail));
  return { source: Source, 'detail-type': DetailType, detail };
}
