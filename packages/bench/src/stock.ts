import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InMemoryInventory, InMemoryOrderRepository } from '@snacks/adapters-memory';
import { hasCode, systemActor, type Order } from '@snacks/domain';
import type { Inventory, Payments, StockRecords } from '@snacks/domain/ports';
import { aNewOrder } from '@snacks/domain/testing';
import { fulfilmentSteps, ProcessOrder } from '@snacks/domain/use-cases';
import { PinoLogger, stockRowIds, SystemClock, topology } from '@snacks/handlers';
import { openDynamoDbStores, silenceNodeSupportWarning } from '@snacks/local';
import Table from 'cli-table3';

import { startEngine } from './servers/engine.js';
import { inMemoryFulfilment } from './setup/fulfilment.js';
import { isQuick } from './setup/quick.js';

const QUICK = isQuick('bench:stock');

/** A minute of a popular snack. */
const ORDERS_A_SECOND = 500;
const ORDERS = QUICK ? 300 : ORDERS_A_SECOND * 60;
const PIECES = QUICK ? 200 : 20_000;
/** Orders that fail because the payment provider does not respond. */
const OUTAGE_ORDERS = QUICK ? 50 : 3_000;

/** As the queue's consumer is deployed: five instances with batches of ten. */
const { batchSize, maximumConcurrency } = topology.queueConsumers.find(
  ({ function: name }) => name === 'order-processor',
) ?? { batchSize: 10, maximumConcurrency: 5 };

const SNACK = 'Chips';

type Stock = Inventory & StockRecords;

/** One instance of the order-processor. */
type Instance = (orderId: string) => Promise<string>;

silenceNodeSupportWarning();

/** The orders of a rush, placed one after the other at the rate. */
function ordersOfARush(count: number, start: number): readonly Order[] {
  return Array.from({ length: count }, (_, n) =>
    aNewOrder({
      placedAt: start + Math.floor((n * 1_000) / ORDERS_A_SECOND),
      request: { snackItems: [{ name: SNACK, quantity: 1, price: 2 }], totalAmount: 2 },
    }),
  );
}

function instancesOf(
  orders: InMemoryOrderRepository,
  stocks: readonly Inventory[],
  payments: Payments,
): readonly Instance[] {
  return stocks.map((inventory): Instance => {
    const notifications = { notify: async () => {} };
    const steps = fulfilmentSteps({ inventory, payments, notifications });
    const processOrder = new ProcessOrder(orders, new SystemClock(), steps);
    const actor = systemActor('order-processor');
    return async (orderId) => {
      const command = { orderId, actor, correlationId: 'bench', messageId: orderId };
      const { order } = await processOrder.execute(command);
      return order.status;
    };
  });
}

/** Processes orders in batches, one batch of each instance at a time. Returns how many were processed. */
async function processAll(orders: readonly Order[], instances: readonly Instance[]) {
  const batches = Array.from({ length: Math.ceil(orders.length / batchSize) }, (_, n) =>
    orders.slice(n * batchSize, (n + 1) * batchSize),
  ).values();
  let processed = 0;
  await Promise.all(
    instances.map(async (instance) => {
      for (const batch of batches) {
        const states = await Promise.all(batch.map(async ({ orderId }) => instance(orderId)));
        processed += states.filter((status) => status === 'PROCESSED').length;
      }
    }),
  );
  return processed;
}

async function store(repository: InMemoryOrderRepository, orders: readonly Order[]) {
  for (const order of orders) {
    if (order.status === 'NEW') await repository.add({ order, events: [] }, 'hash');
  }
}

/** Measures a rush in ten parts. */
async function rush(
  stocks: readonly Stock[],
  { describePart }: { readonly describePart: () => Promise<readonly string[]> },
): Promise<{ readonly rows: readonly (readonly string[])[]; readonly processed: number }> {
  const repository = new InMemoryOrderRepository(new SystemClock());
  const instances = instancesOf(repository, stocks, inMemoryFulfilment().payments());
  const orders = ordersOfARush(ORDERS, Date.UTC(2026, 0, 1));
  await store(repository, orders);
  const rows: string[][] = [];
  let processed = 0;
  for (let part = 0; part < 10; part += 1) {
    const ofPart = orders.slice((part * ORDERS) / 10, ((part + 1) * ORDERS) / 10);
    const start = performance.now();
    processed += await processAll(ofPart, instances);
    const seconds = (performance.now() - start) / 1_000;
    const level = await stocks[0]?.find(SNACK);
    rows.push([
      String(part + 1),
      (ofPart.length / seconds).toFixed(0),
      String(level?.sold),
      String(level?.available),
      ...(await describePart()),
    ]);
  }
  return { rows, processed };
}

const engine = await startEngine();
const client = new DynamoDBClient({
  endpoint: engine.endpoint,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

async function dynamoDbStocks(): Promise<readonly Stock[]> {
  const logger = new PinoLogger({ service: 'bench', level: 'warn' });
  const stocks: Stock[] = [];
  for (let n = 0; n < maximumConcurrency; n += 1) {
    const { stock } = await openDynamoDbStores({ endpoint: engine.endpoint, logger });
    stocks.push(stock);
  }
  return stocks;
}

/** The size of the largest row by the rules of DynamoDB, in bytes: names, texts, and numbers by their digits. */
async function largestRow(): Promise<number> {
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: topology.tables.stock.name }),
  );
  return Math.max(
    ...Items.map((item) =>
      Object.entries(item).reduce(
        (sum, [name, { S = '', N = '' }]) =>
          sum + name.length + S.length + (N === '' ? 0 : Math.ceil(N.length / 2) + 2),
        0,
      ),
    ),
  );
}

let before = await engine.requests();

/** The requests to the stock per order since the last call, and the largest row. */
async function requestsPerOrder(orders: number): Promise<readonly string[]> {
  const after = await engine.requests();
  const since = (operation: string) =>
    ((after.get(operation) ?? 0) - (before.get(operation) ?? 0)) / orders;
  const cells = [since('UpdateItem').toFixed(2), since('BatchGetItem').toFixed(2)];
  cells.push(String(await largestRow()));
  before = await engine.requests();
  return cells;
}

const stocks = await dynamoDbStocks();
await stocks[0]?.setAvailable(SNACK, PIECES);
before = await engine.requests();
const inDynamoDb = await rush(stocks, {
  describePart: async () => requestsPerOrder(ORDERS / 10),
});
const stored = await stocks[0]?.find(SNACK);
const table = new Table({
  head: [
    'part',
    'orders/s',
    'sold',
    'available',
    'writes per order',
    'reads per order',
    'largest row, bytes',
  ],
  style: { head: [], border: [] },
});
table.push(...inDynamoDb.rows.map((row) => [...row]));

/** A payment outage: every order fails three times, and then orders sell again. */
async function outage(): Promise<readonly string[]> {
  await stocks[0]?.setAvailable(SNACK, ORDERS);
  const repository = new InMemoryOrderRepository(new SystemClock());
  const working = inMemoryFulfilment().payments();
  const failing: Payments = {
    capture: async (order) => working.capture(order),
    refund: async (order) => working.refund(order),
    authorise: async () => {
      throw new Error('the payment provider does not respond');
    },
  };
  const down = instancesOf(repository, stocks, failing).map(
    (instance): Instance =>
      async (orderId) => {
        try {
          return await instance(orderId);
        } catch (error) {
          if (hasCode(error, 'ORDER_NOT_FOUND')) throw error;
          return 'given up';
        }
      },
  );
  const up = instancesOf(repository, stocks, working);
  const [first, stuck, next] = [0, 1, 2].map((day) =>
    ordersOfARush(OUTAGE_ORDERS, Date.UTC(2026, 1, 1 + day)),
  );
  if (first === undefined || stuck === undefined || next === undefined) return [];
  for (const orders of [first, stuck, next]) await store(repository, orders);
  const speedOf = async (orders: readonly Order[]) => {
    const start = performance.now();
    await processAll(orders, up);
    return orders.length / ((performance.now() - start) / 1_000);
  };
  const speedBefore = await speedOf(first);
  for (let receive = 1; receive <= 3; receive += 1) await processAll(stuck, down);
  const reserved = (await stocks[0]?.find(SNACK))?.reserved;
  const rowAfter = await largestRow();
  const speedAfter = await speedOf(next);
  const redriven = await processAll(stuck, up);
  return [
    String(reserved),
    String(rowAfter),
    (speedAfter / speedBefore).toFixed(2),
    `${redriven} of ${OUTAGE_ORDERS}`,
  ];
}

const outageTable = new Table({
  head: [
    'reserved after the outage',
    'largest row, bytes',
    'speed after to before',
    'redriven and sold',
  ],
  style: { head: [], border: [] },
});
outageTable.push([...(await outage())]);

const memoryStock = new InMemoryInventory();
await memoryStock.setAvailable(SNACK, PIECES);
const inMemory = await rush(
  Array.from({ length: maximumConcurrency }, () => memoryStock),
  { describePart: async () => [] },
);
const memoryTable = new Table({
  head: ['part', 'orders/s', 'sold', 'available'],
  style: { head: [], border: [] },
});
memoryTable.push(...inMemory.rows.map((row) => [...row]));

process.stdout.write(
  `${ORDERS} orders for ${PIECES} pieces of one snack, placed at ${ORDERS_A_SECOND} a second, in batches of ${batchSize} on ${maximumConcurrency} instances.\n` +
    `The stock is in ${stockRowIds(SNACK).length} rows in dynalite, which has one core; orders and payments are in memory.\n${table.toString()}\n` +
    `Processed ${inDynamoDb.processed}, sold ${stored?.sold}, reserved ${stored?.reserved}, available ${stored?.available}.\n` +
    `A payment outage of ${OUTAGE_ORDERS} orders:\n${outageTable.toString()}\n` +
    `In memory:\n${memoryTable.toString()}\nProcessed ${inMemory.processed}.\n`,
);
const isExact = [inDynamoDb.processed, inMemory.processed, stored?.sold].every(
  (count) => count === Math.min(ORDERS, PIECES),
);
client.destroy();
engine.stop();
process.exit(isExact ? 0 : 1);
