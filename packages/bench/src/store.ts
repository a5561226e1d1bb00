import { createHistogram } from 'node:perf_hooks';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { isFields } from '@snacks/domain';
import type { PlatformEvent } from '@snacks/domain/events';
import { SimulatedPayments } from '@snacks/domain/payment-simulator';
import {
  createFunctions,
  CryptoIdGenerator,
  InMemoryMetrics,
  PinoLogger,
  SystemClock,
  topology,
} from '@snacks/handlers';
import { openDynamoDbStores, silenceNodeSupportWarning } from '@snacks/local';
import Table from 'cli-table3';

import { NO_APPROVAL } from './setup/no-approval.js';
import { startEngine, type RequestCounts } from './servers/engine.js';
import { apiEvent, latestEnvelope, REQUEST } from './setup/order-events.js';
import { isQuick } from './setup/quick.js';
import { API_SETTINGS, NO_EXTERNAL_EVENTS, NO_REFUSALS } from './setup/api-settings.js';

const QUICK = isQuick('bench:store');

const ROUNDS = QUICK ? 3 : 20;
const CALLS_PER_ROUND = QUICK ? 10 : 320;
const CONCURRENCY = QUICK ? [2] : [1, 32];
const COUNTED_ORDERS = QUICK ? 5 : 100;

/** An item in DynamoDB's own form. */
type Item = NonNullable<PutItemCommandInput['Item']>;

/** One round of one contender. */
type Calls = readonly (() => Promise<unknown>)[];

silenceNodeSupportWarning();
const engine = await startEngine();
const ids = new CryptoIdGenerator();
const { orders, stock, ledger, catalogue } = await openDynamoDbStores({
  endpoint: engine.endpoint,
  logger: new PinoLogger({ service: 'bench', level: 'warn' }),
});
for (const { name } of REQUEST.snackItems) {
  await stock.setAvailable(name, Number.MAX_SAFE_INTEGER);
}
const payments = new SimulatedPayments(ledger, []);
const published: PlatformEvent[] = [];
const functions = createFunctions(
  {
    clock: () => new SystemClock(),
    ids: () => ids,
    orders: () => orders,
    catalogue: () => catalogue,
    inventory: () => stock,
    payments: () => payments,
    notifications: () => ({ notify: async () => {} }),
    ...NO_EXTERNAL_EVENTS,
    ...NO_REFUSALS,
    publisher: () => ({
      publish: async (events) => {
        published.push(...events);
        return [];
      },
    }),
    ...NO_APPROVAL,
  },
  (service) => new PinoLogger({ service, level: 'warn' }),
  new InMemoryMetrics(),
  API_SETTINGS,
);
const client = new DynamoDBClient({
  endpoint: engine.endpoint,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** Reads the item of an order that the handler placed. Each bare write writes it under a new id. */
async function readTemplate(): Promise<Item> {
  const orderId = await wholeHandler();
  const { Item = {} } = await client.send(
    new GetItemCommand({
      TableName: topology.tables.orders.name,
      Key: { orderId: { S: orderId } },
    }),
  );
  return Item;
}

/** Creates bare writes. Building their items is not part of the measured time. */
function bareWrites(condition: Partial<PutItemCommandInput> = {}): Calls {
  const commands = Array.from({ length: CALLS_PER_ROUND }, () => {
    const Item = withId(ids.randomId());
    return new PutItemCommand({ TableName: topology.tables.orders.name, Item, ...condition });
  });
  return commands.map((command) => async () => client.send(command));
}

function withId(orderId: string): Item {
  const sortKey = template.createdAtOrderId?.S?.replace(/#.*/, `#${orderId}`) ?? '';
  return { ...template, orderId: { S: orderId }, createdAtOrderId: { S: sortKey } };
}

/** The condition that the handler's write needs. */
const CONDITION: Partial<PutItemCommandInput> = {
  ConditionExpression: 'attribute_not_exists(orderId)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
};

/** Places an order, and returns its id. */
async function wholeHandler(): Promise<string> {
  const event = { ...apiEvent('POST', '/orders'), body: JSON.stringify(REQUEST) };
  const context = { awsRequestId: ids.randomId(), functionName: 'order-creator' };
  const response = await functions['order-creator'](event, context);
  if (!isFields(response) || response.statusCode !== 201 || !isFields(response.headers)) {
    throw new Error('The order was not placed.');
  }
  return String(response.headers.location).slice('/orders/'.length);
}

function handlerCalls(): Calls {
  return Array.from({ length: CALLS_PER_ROUND }, () => wholeHandler);
}

/** Makes the calls, a number at a time, and records each duration in nanoseconds. */
async function time(
  calls: Calls,
  concurrency: number,
  record: (nanoseconds: bigint) => void,
): Promise<void> {
  const left = calls.values();
  const worker = async (): Promise<void> => {
    for (const call of left) {
      const before = process.hrtime.bigint();
      await call();
      record(process.hrtime.bigint() - before);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

async function compareAt(concurrency: number) {
  const contenders = [() => bareWrites(), () => bareWrites(CONDITION), handlerCalls].map(
    (prepare) => ({ prepare, histogram: createHistogram() }),
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    // The first two rounds warm up. The sequence of the contenders alternates.
    const isTimed = round >= 2;
    for (const { prepare, histogram } of round % 2 === 0 ? contenders : contenders.toReversed()) {
      await time(prepare(), concurrency, (nanoseconds) => {
        if (isTimed) histogram.record(nanoseconds);
      });
    }
  }
  return contenders.map(({ histogram }) => histogram);
}

/** Counts the requests to the engine per order, by function and operation. */
async function countRequestsPerOrder(): Promise<readonly string[][]> {
  const placed = await countRequests(async () => {
    for (let order = 0; order < COUNTED_ORDERS; order += 1) await wholeHandler();
  });
  const page = await orders.list({ status: 'NEW', limit: COUNTED_ORDERS });
  const envelopes = await Promise.all(
    page.orders.map(async ({ orderId }) => latestEnvelope(orders, orderId)),
  );
  const processed = await countRequests(async () => {
    for (const envelope of envelopes) {
      const context = { awsRequestId: ids.randomId(), functionName: 'order-processor' };
      await functions['order-processor'](envelope, context);
    }
  });
  return [
    ['order-creator', placed, '1 conditional write'],
    ['order-relay', 'none: it reads the stream', 'none'],
    ['order-processor', processed, '1 read, 2 conditional writes'],
  ];
}

async function countRequests(work: () => Promise<void>): Promise<string> {
  const before = await engine.requests();
  await work();
  return describeDifference(before, await engine.requests());
}

function describeDifference(before: RequestCounts, after: RequestCounts): string {
  return [...after]
    .map(([operation, count]) => ({ operation, count: count - (before.get(operation) ?? 0) }))
    .filter(({ count }) => count > 0)
    .map(({ operation, count }) => `${count / COUNTED_ORDERS} ${operation}`)
    .join(', ');
}

const template = await readTemplate();

const micro = (nanoseconds: number): string => (nanoseconds / 1_000).toFixed(0);

const speed = new Table({
  head: [
    'in flight',
    'bare PutItem',
    'conditional PutItem',
    'order-creator',
    'order-creator to bare',
    'order-creator to conditional',
  ],
  style: { head: [], border: [] },
});
for (const concurrency of CONCURRENCY) {
  const histograms = await compareAt(concurrency);
  const [bare = 0, conditional = 0, whole = 0] = histograms.map((one) => one.percentile(50));
  speed.push([
    concurrency,
    ...histograms.map((one) => `${micro(one.percentile(50))} / ${micro(one.percentile(99))}`),
    (whole / bare).toFixed(2),
    (whole / conditional).toFixed(2),
  ]);
}
const requests = new Table({
  head: ['function', 'requests per order', 'minimum without fulfilment'],
  style: { head: [], border: [] },
});
requests.push(...(await countRequestsPerOrder()));
process.stdout.write(
  `dynalite in its own process, ${(ROUNDS - 2) * CALLS_PER_ROUND} calls each, Node ${process.version}.\nTimes are p50 / p99 in µs, ratios are of p50.\n` +
    `${speed.toString()}\n${requests.toString()}\n`,
);
client.destroy();
engine.stop();
process.exit(0);
