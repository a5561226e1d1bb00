import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { InMemoryStream, type OrderChange } from '@snacks/adapters-memory';
import { engineClient } from '@snacks/adapters-aws/dynamodb';
import { isFields } from '@snacks/domain';
import type { OrderEvent } from '@snacks/domain/events';
import { fromItem, type StoredOrder } from '@snacks/domain/ports';
import { anOrderRequest } from '@snacks/domain/testing';
import {
  CryptoIdGenerator,
  FUNCTION_NAMES,
  PinoLogger,
  topology,
  type Adapters,
  type FunctionName,
} from '@snacks/handlers';
import {
  openDynamoDbStores,
  Platform,
  startDynalite,
  SystemTimers,
  type Handlers,
} from '@snacks/local';

import { sumByName, type OrderUsage, type UsageStep } from '../../src/deploy/cost/order-usage.js';
import { meterDynamoDb, type MeteredRequest } from './dynamodb-meter.js';

type Counted = { -readonly [K in keyof OrderUsage]: OrderUsage[K] };

/** The call of a port that makes a request. */
interface Caller {
  readonly function: FunctionName;
  readonly step: string;
}

const LONG = 10_000;

const API_EVENT: unknown = JSON.parse(
  readFileSync(new URL('../../../handlers/fixtures/api-gateway-v2.json', import.meta.url), 'utf8'),
);

const isApiFunction = (name: string) => topology.api.routes.some((one) => one.function === name);

/**
 * Starts a platform with the DynamoDB adapters that counts the usage of an order. It counts the requests that
 * the functions make, not those of the platform itself.
 */
export async function meteredPlatform() {
  const engine = await startDynalite();
  const timers = new SystemTimers();
  const logger = new PinoLogger({ service: 'test', level: 'silent' });
  const client = engineClient(engine.address);
  const observer = engineClient(engine.address);
  const stores = await openDynamoDbStores({ ...engine.address, client, logger });
  const callers = new AsyncLocalStorage<Caller>();
  const changes = new InMemoryStream<OrderChange>();
  const requests: MeteredRequest<Caller>[] = [];
  meterDynamoDb({
    client,
    observer,
    callerOf: () => callers.getStore(),
    onRequest: (request) => requests.push(request),
    onChange: ({ table, before, after }) => {
      if (table !== topology.tables.orders.name || after === undefined) return;
      changes.append(
        { before: before && storedOrder(before), after: storedOrder(after) },
        timers.now(),
      );
    },
  });
  const counted = nothing();
  const platform = new Platform({
    store: { ...stores, changes },
    timers,
    ids: new CryptoIdGenerator(),
    loggerOf: () => logger,
    wrapAdapters: (adapters) =>
      namedAdapters(
        {
          ...countingAdapters(adapters, counted),
          approvalTasks: () => stores.approvalTasks,
        },
        callers,
      ),
    wrapHandlers: (handlers) => countingHandlers(handlers, counted, callers),
  });
  for (const { name } of anOrderRequest().snackItems) await stores.stock.setAvailable(name, 100);

  async function invoke(name: FunctionName, event: unknown): Promise<unknown> {
    const outcome = await platform.function(name).invoke(event);
    if (!outcome.ok) throw outcome.error;
    return outcome.result;
  }

  /** Runs a function, waits until the platform is idle, and returns the usage. */
  async function usageOf(run: () => Promise<unknown>): Promise<OrderUsage> {
    await platform.waitUntilIdle(LONG);
    Object.assign(counted, nothing());
    requests.length = 0;
    await run();
    if (!(await platform.waitUntilIdle(LONG))) throw new Error('The platform did not become idle.');
    const ids = platform.recentEvents.items.map(({ detail }) => String(detail.orderId));
    return { ...counted, steps: stepsOf(requests), sharedKeys: sharedKeysOf(requests, ids) };
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
    ofOrdinaryOrder: async () => usageOf(async () => place('medium')),
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
    ofDuplicate: async () =>
      usageOf(async () => {
        const { items } = platform.recentEvents;
        const created = items.findLast((event) => event['detail-type'] === 'Order Created');
        // The bus gives each envelope another id.
        const again = { ...created, id: randomUUID() };
        platform.queue('order-processing').send(JSON.stringify(again));
      }),
    ofSweep: async () => usageOf(async () => invoke('order-sweeper', {})),
    /** The number of orders with a status. */
    count: async (status: 'PROCESSED') =>
      (await stores.orders.list({ status, limit: 10 })).orders.length,
    stop: async () => {
      await platform.stop(LONG);
      client.destroy();
      observer.destroy();
      await engine.close();
    },
  };
}

function nothing(): Counted {
  return {
    httpRequests: 0,
    workflowInvocations: 0,
    messages: {},
    streamRecords: 0,
    events: 0,
    publishes: 0,
    stateTransitions: 0,
    steps: [],
    sharedKeys: {},
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

/** Names the caller of each request by the port's method that makes it. */
function namedAdapters(adapters: Adapters, callers: AsyncLocalStorage<Caller>): Adapters {
  const named = <T extends object>(port: string, adapter: T): T =>
    new Proxy(adapter, {
      get(target, method, receiver): unknown {
        const value: unknown = Reflect.get(target, method, receiver);
        const caller = callers.getStore();
        if (typeof value !== 'function' || caller === undefined) return value;
        return (...args: unknown[]): unknown => {
          const step = stepName(port, String(method), args);
          const result: unknown = callers.run({ ...caller, step }, () =>
            Reflect.apply(value, target, args),
          );
          if (!(result instanceof Promise)) return result;
          return result.then((one: unknown) => (hasMethods(one) ? named(port, one) : one));
        };
      },
    });
  return new Proxy(adapters, {
    get(target, port, receiver): unknown {
      const provide: unknown = Reflect.get(target, port, receiver);
      if (typeof provide !== 'function') return provide;
      return () => {
        const adapter: unknown = Reflect.apply(provide, target, []);
        return isFields(adapter) ? named(String(port), adapter) : adapter;
      };
    },
  });
}

function hasMethods(value: unknown): value is object {
  return isFields(value) && Object.values(value).some((one) => typeof one === 'function');
}

/** The name of a step: the port and its method, and the new state of an order that it writes. */
function stepName(port: string, method: string, [change]: readonly unknown[]): string {
  const order = isFields(change) ? change.order : undefined;
  const state = isFields(order) ? ` ${String(order.status)}` : '';
  return `${port}.${method}${state}`;
}

/** The steps of each function in the sequence in which they first made a request, with their units. */
function stepsOf(requests: readonly MeteredRequest<Caller>[]): readonly UsageStep[] {
  const steps = new Map<string, UsageStep>();
  for (const { caller, table, writes, reads } of requests) {
    const key = `${caller.function} ${caller.step}`;
    const before = steps.get(key) ?? { ...caller, writes: {}, reads: 0 };
    const units = writes.map((one) => ({ [targetOf(table, one)]: one.units }));
    steps.set(key, {
      ...before,
      writes: sumByName([before.writes, ...units]),
      reads: before.reads + reads,
    });
  }
  // Functions run concurrently; the calls of one function are in sequence.
  return FUNCTION_NAMES.flatMap((name) =>
    [...steps.values()].filter((step) => step.function === name),
  );
}

/** The units on the busiest partition key of each table and index, of the keys without an order's id. */
function sharedKeysOf(requests: readonly MeteredRequest<Caller>[], orderIds: readonly string[]) {
  const units = sumByName(
    requests.flatMap(({ table, writes }) =>
      writes
        .filter(({ partition }) => !orderIds.some((id) => partition.includes(id)))
        .map((one) => ({ [`${targetOf(table, one)} ${one.partition}`]: one.units })),
    ),
  );
  const busiest: Record<string, number> = {};
  for (const [key, figure] of Object.entries(units)) {
    const target = key.slice(0, key.indexOf(' '));
    busiest[target] = Math.max(busiest[target] ?? 0, figure);
  }
  return busiest;
}

function targetOf(table: string, { index }: { readonly index: string | undefined }): string {
  return index === undefined ? table : `${table}/${index}`;
}

/** Reads an order as the stream has it. The hash of its request never leaves a repository. */
function storedOrder(item: Readonly<Record<string, unknown>>): StoredOrder {
  return fromItem({ ...item, requestHash: '' });
}

/** Counts the invocations of the functions and their records. */
function countingHandlers(
  handlers: Handlers,
  counted: Counted,
  callers: AsyncLocalStorage<Caller>,
): Handlers {
  const counting = { ...handlers };
  for (const name of Object.keys(topology.functions).filter(isName)) {
    counting[name] = async (event, context) => {
      countInvocation(name, event, counted);
      return callers.run({ function: name, step: 'itself' }, async () =>
        handlers[name](event, context),
      );
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
  else if (records > 0) counted.messages = sumByName([counted.messages, messagesIn(event)]);
  else if (isApiFunction(name)) counted.httpRequests += 1;
  else counted.workflowInvocations += 1;
}

/** The messages of a batch by their queue. */
function messagesIn(event: unknown): Readonly<Record<string, number>> {
  const records = isFields(event) && Array.isArray(event.Records) ? event.Records : [];
  return sumByName(
    records.map((record: unknown) => {
      const arn = isFields(record) ? String(record.eventSourceARN) : '';
      return { [arn.slice(arn.lastIndexOf(':') + 1)]: 1 };
    }),
  );
}

function anApiEvent(body: unknown, pathParameters = {}): unknown {
  const event = isFields(API_EVENT) ? API_EVENT : {};
  return { ...event, queryStringParameters: {}, pathParameters, body: JSON.stringify(body) };
}
