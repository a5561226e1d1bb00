import { readFileSync } from 'node:fs';
import { isFields } from '@snacks/domain';
import type { OrderEvent } from '@snacks/domain/events';
import { anOrderRequest } from '@snacks/domain/testing';
import {
  CryptoIdGenerator,
  PinoLogger,
  topology,
  type Adapters,
  type FunctionName,
} from '@snacks/handlers';
import {
  openDynamoDbStores,
  Platform,
  StreamedOrderRepository,
  SystemTimers,
  type Handlers,
} from '@snacks/local';

import type { OrderUsage } from '../src/deploy/cost/order-usage.js';
import { startMeteredEngine } from './metered-engine.js';

type Counted = { -readonly [K in keyof OrderUsage]: OrderUsage[K] };

const LONG = 10_000;

const API_EVENT: unknown = JSON.parse(
  readFileSync(new URL('../../handlers/fixtures/api-gateway-v2.json', import.meta.url), 'utf8'),
);

const isApiFunction = (name: string) => topology.api.routes.some((one) => one.function === name);

/** Starts a platform with the DynamoDB adapters that counts the usage of an order. */
export async function meteredPlatform() {
  const engine = await startMeteredEngine();
  const timers = new SystemTimers();
  const logger = new PinoLogger({ service: 'test', level: 'silent' });
  const stores = await openDynamoDbStores({ endpoint: engine.endpoint, logger });
  const orders = new StreamedOrderRepository(stores.orders, timers);
  const counted = nothing();
  const platform = new Platform({
    store: { ...stores, orders, changes: orders.changes },
    timers,
    ids: new CryptoIdGenerator(),
    loggerOf: () => logger,
    wrapAdapters: (adapters) => ({
      ...countingAdapters(adapters, counted),
      approvalTasks: () => stores.approvalTasks,
    }),
    wrapHandlers: (handlers) => countingHandlers(handlers, counted),
  });
  for (const { name } of anOrderRequest().snackItems) await stores.stock.setAvailable(name, 100);

  async function invoke(name: FunctionName, event: unknown): Promise<unknown> {
    const outcome = await platform.function(name).invoke(event);
    if (!outcome.ok) throw outcome.error;
    return outcome.result;
  }

  /** Runs a function, waits until the platform is idle, and returns the usage. */
  async function usageOf(run: () => Promise<void>): Promise<OrderUsage> {
    await platform.waitUntilIdle(LONG);
    const { used } = engine;
    Object.assign(counted, nothing());
    const before = { ...used };
    await run();
    if (!(await platform.waitUntilIdle(LONG))) throw new Error('The platform did not become idle.');
    return {
      ...counted,
      writes: used.writes - before.writes,
      reads: used.reads - before.reads,
    };
  }

  async function place(priority: 'medium' | 'high'): Promise<string> {
    const body = { ...anOrderRequest({ priority }), customerId: 'customer-1' };
    const response = await invoke('order-creator', anApiEvent(body));
    const text = isFields(response) ? String(response.body) : '';
    const order: unknown = JSON.parse(text);
    if (!isFields(order) || typeof order.orderId !== 'string') throw new Error(text);
    return order.orderId;
  }

  return {
    ofOrdinaryOrder: async () => usageOf(async () => void (await place('medium'))),
    ofApprovedOrder: async () => {
      let orderId = '';
      const usage = await usageOf(async () => {
        orderId = await place('high');
        await platform.waitUntilIdle(LONG);
        await invoke('order-approver', anApiEvent({ decision: 'approve' }, { orderId }));
      });
      const execution = platform.approvals.executions.find(({ name }) => name.startsWith(orderId));
      const { history = [] } = execution ?? {};
      const entered = history.filter(({ type }) => type === 'StateEntered').length;
      return { ...usage, stateTransitions: 1 + entered };
    },
    ofSweep: async () => usageOf(async () => void (await invoke('order-sweeper', {}))),
    /** The number of orders with a status. */
    count: async (status: 'PROCESSED') => (await orders.list({ status, limit: 10 })).orders.length,
    stop: async () => {
      await platform.stop(LONG);
      await engine.stop();
    },
  };
}

function nothing(): Counted {
  return {
    httpRequests: 0,
    workflowInvocations: 0,
    messages: 0,
    streamRecords: 0,
    events: 0,
    writes: 0,
    reads: 0,
    publishes: 0,
    stateTransitions: 0,
  };
}

/** Counts the events on the bus and the messages on the topics. */
function countingAdapters(adapters: Adapters, counted: Counted): Adapters {
  return {
    ...adapters,
    publisher: () => ({
      publish: async (events) => {
        counted.events += events.length;
        return adapters.publisher().publish(events);
      },
    }),
    notifications: () => ({
      notify: async (_event: OrderEvent) => {
        counted.publishes += 1;
      },
    }),
    approvers: () => ({
      ask: async () => {
        counted.publishes += 1;
      },
    }),
  };
}

/** Counts the invocations of the functions and their records. */
function countingHandlers(handlers: Handlers, counted: Counted): Handlers {
  const counting = { ...handlers };
  for (const name of Object.keys(topology.functions).filter(isName)) {
    counting[name] = async (event, context) => {
      countInvocation(name, event, counted);
      return handlers[name](event, context);
    };
  }
  return counting;
}

function isName(name: string): name is FunctionName {
  return Object.hasOwn(topology.functions, name);
}

function countInvocation(name: FunctionName, event: unknown, counted: Counted): void {
  const records = isFields(event) && Array.isArray(event.Records) ? event.Records.length : 0;
  if (name === topology.streamConsumer.function) counted.streamRecords += records;
  else if (records > 0) counted.messages += records;
  else if (isApiFunction(name)) counted.httpRequests += 1;
  else counted.workflowInvocations += 1;
}

function anApiEvent(body: unknown, pathParameters = {}): unknown {
  const event = isFields(API_EVENT) ? API_EVENT : {};
  return { ...event, queryStringParameters: {}, pathParameters, body: JSON.stringify(body) };
}
