import { createHistogram } from 'node:perf_hooks';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { isFields, toItem, type OrderEvent } from '@snacks/domain';
import { aPlacing } from '@snacks/domain/testing';
import {
  createFunctions,
  CryptoIdGenerator,
  PinoLogger,
  SystemClock,
  topology,
} from '@snacks/handlers';
import { openDynamoDbOrders } from '@snacks/handlers/dynamodb';
import Table from 'cli-table3';

import { startEngine, type RequestCounts } from './engine.js';
import { apiEvent, REQUEST } from './order-events.js';

const ROUNDS = 20;
const CALLS_PER_ROUND = 320;
const CONCURRENCY = [1, 32];
const LIFE_ORDERS = 100;

const engine = await startEngine();
const ids = new CryptoIdGenerator();
const orders = await openDynamoDbOrders(
  engine.endpoint,
  new PinoLogger({ service: 'bench', level: 'warn' }),
);
const published: OrderEvent[] = [];
const functions = createFunctions(
  {
    clock: () => new SystemClock(),
    ids: () => ids,
    orders: () => orders,
    publisher: () => ({
      publish: async (events) => {
        published.push(...events);
        return [];
      },
    }),
  },
  (service) => new PinoLogger({ service, level: 'warn' }),
);
const client = new DynamoDBClient({
  endpoint: engine.endpoint,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** An item as the repository writes one for the same request, of the same attributes and sizes. */
function anItem() {
  const placing = aPlacing({ orderId: ids.randomId(), placedAt: Date.now(), request: REQUEST });
  const { orderId, createdAt } = placing.order;
  return marshall({
    ...toItem({ ...placing, requestHash: ids.digest(orderId) }),
    statusShard: 'NEW#0',
    createdAtOrderId: `${createdAt}#${orderId}`,
    writeId: ids.randomId(),
  });
}

async function bareWrite(): Promise<void> {
  await client.send(new PutItemCommand({ TableName: topology.table.name, Item: anItem() }));
}

/** What the engine takes for the condition, which no handler can do without. */
async function conditionalWrite(): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: topology.table.name,
      Item: anItem(),
      ConditionExpression: 'attribute_not_exists(orderId)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  );
}

async function wholeHandler(): Promise<void> {
  const event = { ...apiEvent('POST', '/orders'), body: JSON.stringify(REQUEST) };
  const context = { awsRequestId: ids.randomId(), functionName: 'order-creator' };
  const answer = await functions['order-creator'](event, context);
  if (!isFields(answer) || answer.statusCode !== 201) throw new Error('The order was not placed.');
}

/** Makes so many calls, so many at once, and records each one's duration in nanoseconds. */
async function time(
  call: () => Promise<void>,
  concurrency: number,
  record: (nanoseconds: bigint) => void,
): Promise<void> {
  let left = CALLS_PER_ROUND;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const before = process.hrtime.bigint();
      await call();
      record(process.hrtime.bigint() - before);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

async function compareAt(concurrency: number) {
  const calls = [bareWrite, conditionalWrite, wholeHandler].map((call) => ({
    call,
    histogram: createHistogram(),
  }));
  for (let round = 0; round < ROUNDS; round += 1) {
    // The first rounds warm up, and the order of the calls turns round with each.
    const isTimed = round >= 2;
    for (const { call, histogram } of round % 2 === 0 ? calls : calls.toReversed()) {
      await time(call, concurrency, (nanoseconds) => {
        if (isTimed) histogram.record(nanoseconds);
      });
    }
  }
  return calls.map(({ histogram }) => histogram);
}

/** Requests to the engine that one order takes in its whole life, by function and operation. */
async function countLife(): Promise<readonly string[][]> {
  const placed = await countRequests(async () => {
    for (let order = 0; order < LIFE_ORDERS; order += 1) await wholeHandler();
  });
  const page = await orders.list({ status: 'NEW', limit: LIFE_ORDERS });
  const processed = await countRequests(async () => {
    for (const { orderId } of page.orders) {
      const metadata = { eventId: `${orderId}:1:0`, correlationId: 'bench' };
      const detail = { orderId, status: 'NEW', metadata };
      const context = { awsRequestId: ids.randomId(), functionName: 'order-processor' };
      await functions['order-processor']({ detail }, context);
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
    .map(({ operation, count }) => `${count / LIFE_ORDERS} ${operation}`)
    .join(', ');
}

const micro = (nanoseconds: number): string => (nanoseconds / 1_000).toFixed(0);

const speed = new Table({
  head: [
    'in flight',
    'bare PutItem',
    'with the condition',
    'order-creator',
    'order-creator to bare',
    'to the one with the condition',
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
const life = new Table({
  head: ['function', 'requests to the table per order', 'the least that is possible'],
  style: { head: [], border: [] },
});
life.push(...(await countLife()));
process.stdout.write(
  `dynalite in a process of its own, ${(ROUNDS - 2) * CALLS_PER_ROUND} calls each, Node ${process.version}.\nTimes are p50 / p99 in µs, ratios are of p50.\n` +
    `${speed.toString()}\n${life.toString()}\n`,
);
client.destroy();
engine.stop();
process.exit(0);
