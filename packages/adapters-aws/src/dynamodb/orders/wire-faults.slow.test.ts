import { createHash, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ANYONE, cancel, systemActor, type Order } from '@snacks/domain';
import { PlaceOrder, ProcessOrder, type FulfilmentStep } from '@snacks/domain/use-cases';
import {
  aChangeContext,
  aNewOrder,
  anOrderRequest,
  aPlacing,
  BUILT_AT,
} from '@snacks/domain/testing';
import { DynamoDbOrderRepository } from './dynamodb-order-repository.js';
import {
  startFaultProxy,
  WIRE_FAULTS,
  type FaultProxy,
  type WireFault,
} from '../../../test/fault-proxy.js';
import {
  clientFor,
  startOrdersDatabase,
  type OrdersDatabase,
} from '../../../test/orders-database.js';

/** The timeout of one send, in milliseconds. */
const TIMEOUT = 400;

/** Three sends, the SDK's pauses (at most 1.5 s, when throttled), and a margin. */
const MAX_DURATION = 3 * TIMEOUT + 1_500 + 1_750;
const HASH = 'a'.repeat(64);

let database: OrdersDatabase;
let tableName: string;
let proxy: FaultProxy;
let faulty: DynamoDBClient;

/** Connects through the proxy. */
let orders: DynamoDbOrderRepository;
/** Connects without the proxy. */
let truth: DynamoDbOrderRepository;

beforeAll(async () => {
  database = await startOrdersDatabase();
  tableName = await database.createTable();
  truth = new DynamoDbOrderRepository(database.client, { tableName });
});

afterAll(async () => {
  await database.stop();
});

beforeEach(async () => {
  proxy = await startFaultProxy(database.endpoint);
  faulty = clientFor(proxy.endpoint, { requestTimeout: TIMEOUT, connectionTimeout: TIMEOUT });
  orders = new DynamoDbOrderRepository(faulty, { tableName });
});

afterEach(async () => {
  faulty.destroy();
  await proxy.stop();
});

/** Returns the result of a promise, and checks that it came in time. */
async function outcome<T>(promise: Promise<T>): Promise<{ value?: T; error?: unknown }> {
  const start = performance.now();
  const result = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  expect(performance.now() - start).toBeLessThan(MAX_DURATION);
  return result;
}

/** Returns whether the engine executes a request with this fault. */
function writes(fault: WireFault): boolean {
  return /response/.test(fault);
}

async function place(idempotencyKey?: string) {
  const placeOrder = new PlaceOrder(
    orders,
    {
      randomId: () => randomUUID(),
      digest: (text) => createHash('sha256').update(text).digest('hex'),
    },
    { now: () => BUILT_AT },
  );
  return placeOrder.execute({
    actor: ANYONE,
    correlationId: 'correlation-1',
    request: anOrderRequest(),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  });
}

describe.each(WIRE_FAULTS)('given a network fault: %s', (fault) => {
  it('acknowledges a placed order after a transient fault, and stores it once', async () => {
    proxy.inject('PutItem', fault, 1);

    const { value } = await outcome(place(`passing-${fault.replaceAll(' ', '-')}`));

    expect(value?.repeated).toBe(false);
    expect(value?.order.version).toBe(1);
    const { orderId } = value?.order ?? { orderId: '' };
    expect(await truth.find(orderId)).toEqual(value?.order);
    expect(await truth.lastEvents(orderId)).toHaveLength(1);
    // Two because of the fault; one more if a busy machine made a good one time out.
    const sends = proxy.operations.filter((name) => name === 'PutItem').length;
    expect(sends).toBeGreaterThanOrEqual(2);
  });

  it('throws after a permanent fault, with the order stored as a whole or not at all', async () => {
    const placing = aPlacing();
    proxy.inject('PutItem', fault);

    const { error } = await outcome(orders.add(placing, HASH));

    expect(error).toBeDefined();
    const { orderId } = placing.order;
    expect(await truth.find(orderId)).toEqual(writes(fault) ? placing.order : undefined);
    expect(await truth.lastEvents(orderId)).toEqual(writes(fault) ? placing.events : []);
  });

  it('accepts the same request after an error, and stores one order', async () => {
    const key = `key-${fault.replaceAll(' ', '-')}`;
    proxy.inject('PutItem', fault, 3);
    const { error } = await outcome(place(key));

    const again = await place(key);

    expect(error).toBeDefined();
    expect(again.repeated).toBe(writes(fault));
    expect(await truth.find(again.order.orderId)).toEqual(again.order);
  });

  it('saves a change once after a transient fault, and recognises its own write', async () => {
    const order = aNewOrder();
    await truth.add({ order, events: [] }, HASH);
    const cancelled = cancel(order, aChangeContext());
    proxy.inject('UpdateItem', fault, 1);

    const { error } = await outcome(orders.save(cancelled));

    expect(error).toBeUndefined();
    expect(await truth.find(order.orderId)).toEqual(cancelled.order);
    expect(await truth.lastEvents(order.orderId)).toEqual(cancelled.events);
  });

  it('finds an order after a transient fault, and throws after a permanent one', async () => {
    const { order } = aPlacing();
    await truth.add({ order, events: [] }, HASH);
    proxy.inject('GetItem', fault, 1);
    const transient = await outcome(orders.find(order.orderId));
    proxy.inject('GetItem', fault);
    const permanent = await outcome(orders.find(order.orderId));

    expect(transient.value).toEqual(order);
    expect(permanent.error).toBeDefined();
  });
});

describe('given that the connection is refused', () => {
  it('throws in time', async () => {
    await proxy.stop();

    const { error } = await outcome(orders.find(aNewOrder().orderId));

    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });
});

/** Processes orders through the proxy, and records each execution of its only step. */
function aProcessor(executions: string[]): ProcessOrder {
  const step: FulfilmentStep = {
    name: 'reserve',
    run: async ({ orderId }) => {
      executions.push(orderId);
      return 'done';
    },
    commit: async () => {},
    undo: async () => {},
  };
  return new ProcessOrder(orders, { now: () => BUILT_AT + 1_000 }, [step]);
}

async function aStoredOrder(): Promise<Order> {
  const order = aNewOrder();
  await truth.add({ order, events: [] }, HASH);
  return order;
}

describe('given a claim whose response is lost', () => {
  const invocation = { actor: systemActor('order-processor'), correlationId: 'correlation-2' };

  it('continues after the retry of the write', async () => {
    const { orderId } = await aStoredOrder();
    const executions: string[] = [];
    proxy.inject('UpdateItem', 'response lost', 1);

    const { value } = await outcome(aProcessor(executions).execute({ ...invocation, orderId }));

    expect(value).toMatchObject({ outcome: 'processed', order: { version: 3 } });
    expect(executions).toEqual([orderId]);
    expect(await truth.find(orderId)).toEqual(value?.order);
  });

  it('resumes at the next delivery if every response was lost', async () => {
    const { orderId } = await aStoredOrder();
    const executions: string[] = [];
    proxy.inject('UpdateItem', 'response lost', 3);
    const first = await outcome(aProcessor(executions).execute({ ...invocation, orderId }));
    expect(await truth.find(orderId)).toMatchObject({ status: 'PROCESSING', version: 2 });

    const second = await outcome(aProcessor(executions).execute({ ...invocation, orderId }));

    expect(first.error).toBeDefined();
    expect(second.value).toMatchObject({ outcome: 'processed', order: { version: 3 } });
    expect(executions).toEqual([orderId]);
  });

  it('throws a conflict if another writer saved a change, and loses nothing', async () => {
    const order = aNewOrder();
    await truth.add({ order, events: [] }, HASH);
    const rival = cancel(order, aChangeContext({ actor: 'rival' }));
    await truth.save(rival);
    proxy.inject('UpdateItem', 'reset', 1);

    const { error } = await outcome(orders.save(cancel(order, aChangeContext())));

    expect(error).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect(await truth.find(order.orderId)).toEqual(rival.order);
  });
});
