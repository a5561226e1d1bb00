import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';
import dynalite from 'dynalite';

import { anApiEvent, aQueueBatch, fixture } from '../test/events.js';
import { openDynamoDbOrders } from './dynamodb.js';
import { PinoLogger } from './logging/pino-logger.js';
import { FUNCTION_NAMES, topology, type FunctionName } from './topology.js';

// Each test starts processes, which is slow on a machine that is busy.
jest.setTimeout(60_000);

const INVOKE = fileURLToPath(new URL('../test/invoke-entry.mjs', import.meta.url));
const LOADED_CLIENTS = fileURLToPath(new URL('../test/loaded-clients.mjs', import.meta.url));
const run = promisify(execFile);

/** The variables that the stack gives a function, and what Lambda's runtime adds. */
function environmentOf(name: FunctionName, endpoints: Readonly<Record<string, string>>) {
  const values = {
    ORDERS_TABLE_NAME: 'Orders',
    EVENT_BUS_NAME: 'bus',
    STAGE: 'test',
    LOG_LEVEL: 'info',
  };
  const given = topology.functions[name].environment.map((variable) => [
    variable,
    values[variable],
  ]);
  return {
    ...Object.fromEntries(given),
    ...endpoints,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    NODE_NO_WARNINGS: '1',
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

/** A bus that takes everything, and keeps the entries. */
function aBus() {
  const entries: unknown[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const input: unknown = JSON.parse(await text(request));
    const taken: unknown[] = isFields(input) && Array.isArray(input.Entries) ? input.Entries : [];
    entries.push(...taken);
    const Entries = taken.map((_, n) => ({ EventId: `taken-${n}` }));
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ FailedEntryCount: 0, Entries }));
  };
  const server = createServer((request, response) => void take(request, response));
  return { entries, server };
}

const database = dynalite({ createTableMs: 0 });
const bus = aBus();
let endpoints: Readonly<Record<string, string>>;

beforeAll(async () => {
  const [dynamodb, eventbridge] = [await listen(database), await listen(bus.server)];
  await openDynamoDbOrders(dynamodb, new PinoLogger({ service: 'test', level: 'silent' }));
  endpoints = {
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_EVENTBRIDGE: eventbridge,
  };
});

afterAll(async () => {
  for (const server of [database, bus.server]) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** Runs a function's entry in a process of its own, with nothing but its environment. */
async function runEntry(name: FunctionName, event: unknown) {
  return run(process.execPath, [INVOKE, name, JSON.stringify(event)], {
    env: environmentOf(name, endpoints),
  });
}

/** What a function's entry answers. */
async function invoke(name: FunctionName, event: unknown): Promise<unknown> {
  const { stderr } = await runEntry(name, event);
  return JSON.parse(stderr);
}

function bodyOf(answer: unknown): Readonly<Record<string, unknown>> {
  const body: unknown = isFields(answer) ? JSON.parse(String(answer.body)) : undefined;
  if (!isFields(body)) throw new Error(`Not the answer of an API: ${JSON.stringify(answer)}`);
  return body;
}

/** The item of an order as it lies in the table. */
async function readItem(orderId: string): Promise<unknown> {
  const response = await fetch(endpoints.AWS_ENDPOINT_URL_DYNAMODB ?? '', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      'x-amz-date': '20261121T093000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=test, Signature=test, SignedHeaders=host',
    },
    body: JSON.stringify({ TableName: 'Orders', Key: { orderId: { S: orderId } } }),
  });
  const answer: unknown = await response.json();
  return isFields(answer) ? answer.Item : undefined;
}

/** What the table's stream tells of an item that was put. */
function anInsert(item: unknown) {
  const dynamodb = { NewImage: item, SequenceNumber: '1', StreamViewType: 'NEW_AND_OLD_IMAGES' };
  return { eventName: 'INSERT', eventSource: 'aws:dynamodb', dynamodb };
}

/** What a rule of the bus makes of an entry that the bus took. */
function toEnvelope(entry: unknown) {
  const { Source, DetailType, Detail } = isFields(entry) ? entry : {};
  const detail: unknown = JSON.parse(String(Detail));
  return { source: Source, 'detail-type': DetailType, detail };
}

function expectedDetail(orderId: string): unknown {
  const metadata: unknown = expect.objectContaining({ eventId: `${orderId}:1:0` });
  return expect.objectContaining({ orderId, status: 'NEW', totalAmount: 9.97, metadata });
}

beforeEach(() => {
  bus.entries.length = 0;
});

describe('the deployed entries', () => {
  it('carry an order from NEW to PROCESSED, each in a process of its own', async () => {
    const placed = bodyOf(await invoke('order-creator', anOrderRequest()));
    const orderId = String(placed.orderId);

    await invoke('order-relay', { Records: [anInsert(await readItem(orderId))] });
    const envelopes = bus.entries.map(toEnvelope);
    await invoke(
      'order-processor',
      aQueueBatch(envelopes.map((envelope) => JSON.stringify(envelope))),
    );

    expect(envelopes).toEqual([
      expect.objectContaining({ 'detail-type': 'Order Created', detail: expectedDetail(orderId) }),
    ]);
    const reading = anApiEvent({ method: 'GET', pathParameters: { orderId } });
    expect(bodyOf(await invoke('order-reader', reading))).toMatchObject({ status: 'PROCESSED' });
    const listing = anApiEvent({ method: 'GET', query: { status: 'PROCESSED' } });
    expect(bodyOf(await invoke('order-lister', listing))).toMatchObject({ orders: [{ orderId }] });
    const cancelling = anApiEvent({ method: 'DELETE', pathParameters: { orderId } });
    expect(bodyOf(await invoke('order-canceller', cancelling))).toMatchObject({ status: 409 });
  });

  it('hand committed events to the bus, and look for stuck orders', async () => {
    expect(await invoke('order-relay', fixture('dynamodb-stream'))).toEqual({
      batchItemFailures: [],
    });
    expect(bus.entries).toEqual([
      expect.objectContaining({ DetailType: 'Order Created', EventBusName: 'bus' }),
    ]);
    expect(await invoke('order-sweeper', fixture('scheduled'))).toEqual({
      stuck: { NEW: 0, PENDING_APPROVAL: 0, APPROVED: 0, PROCESSING: 0 },
      due: 0,
      republished: 0,
    });
  });

  it.each([
    ['order-metrics', fixture('eventbridge'), { OrdersPlaced: 1 }],
    ['order-sweeper', fixture('scheduled'), { OrdersStuck: 0, status: 'PROCESSING' }],
  ] as const)('of %s writes metrics to where its log goes', async (name, event, metric) => {
    const { stdout } = await runEntry(name, event);

    const lines = stdout.trimEnd().split('\n');
    const written: unknown[] = lines.map((line) => JSON.parse(line));
    expect(written).toContainEqual(
      expect.objectContaining({ ...metric, stage: 'test', _aws: expect.anything() }),
    );
  });

  it.each([
    ['order-creator', ['client-dynamodb']],
    ['order-processor', ['client-dynamodb']],
    ['order-relay', ['client-eventbridge']],
    ['order-sweeper', ['client-dynamodb', 'client-eventbridge']],
    ['order-metrics', []],
  ] as const)('of %s loads no client but %j', async (name, clients) => {
    const { stderr } = await run(process.execPath, [LOADED_CLIENTS, name], {
      env: environmentOf(name, endpoints),
    });

    expect(JSON.parse(stderr)).toEqual(clients);
  });

  it.each(FUNCTION_NAMES)('of %s does not start without its environment', async (name) => {
    const start = run(process.execPath, [INVOKE, name, '{}'], { env: { NODE_NO_WARNINGS: '1' } });

    await expect(start).rejects.toThrow(
      `${name} needs ${topology.functions[name].environment.join(' and ')} in its environment`,
    );
  });
});
