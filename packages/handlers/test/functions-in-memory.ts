import {
  InMemoryApprovalTasks,
  InMemoryCatalogue,
  InMemoryDeadLetters,
  InMemoryEventQueue,
  InMemoryEventRecords,
  InMemoryInventory,
  InMemoryOrderRepository,
  InMemoryPaymentLedger,
  ManualClock,
  SeededIdGenerator,
} from '@snacks/adapters-memory';
import { type CatalogueUse, isFields } from '@snacks/domain';
import type { OrderEvent, PlatformEvent } from '@snacks/domain/events';
import type {
  ApprovalRequest,
  ApprovalWorkflow,
  EventPublisher,
  OrderRepository,
} from '@snacks/domain/ports';
import { readPaymentRules, SimulatedPayments } from '@snacks/domain/payment-simulator';
import { BUILT_AT } from '@snacks/domain/testing';
import { sourceOf, type OperationsPorts } from '@snacks/operations';
import {
  InMemoryActionLog,
  InMemoryDeadLetterQueues,
  InMemoryLogSearch,
  InMemoryMetricHistory,
  InMemoryWorkflowHistory,
} from '@snacks/operations/memory';

import type { Adapters } from '../src/composition/ports.js';
import { platformMap } from '../src/composition/platform-map.js';
import { createFunctions } from '../src/functions/create-functions.js';
import { createOperationsFunctions } from '../src/functions/create-operations-functions.js';
import type { ApiResponse } from '../src/inbound/http/api-response.js';
import { InvocationLogger } from '../src/observability/logging/invocation-logger.js';
import { LogNotifications } from '../src/observability/logging/log-notifications.js';
import type { Authentication } from '../src/inbound/http/authentication.js';
import { PinoLogger } from '../src/observability/logging/pino-logger.js';
import type { Metrics, Sample } from '../src/observability/metrics/metrics.js';
import type { FunctionName } from '../src/topology/topology.js';

const CURSOR_KEY = 'a key of thirty-two characters...';

type Fields = Readonly<Record<string, unknown>>;

/** A response of an API function with its parsed body. */
export interface Response {
  readonly statusCode: number;
  readonly headers: ApiResponse['headers'];
  readonly body: Fields;
}

export interface TestAdapters {
  readonly orders?: OrderRepository;
  readonly publisher?: EventPublisher;
  readonly metrics?: Metrics;
  /** The payment rules of the simulated provider, in the format of the configuration. */
  readonly paymentRules?: readonly unknown[];
  readonly approvalWorkflow?: ApprovalWorkflow;
  readonly authentication?: Authentication;
  readonly catalogueUse?: CatalogueUse;
  /** Wraps the adapters of the functions, for example to make them fail. */
  readonly wrap?: (adapters: Adapters) => Adapters;
  /** Wraps the ports of the operators' functions. */
  readonly wrapOperations?: (ports: OperationsPorts) => OperationsPorts;
}

/** A workflow that accepts every start and never waits. */
const NO_WORKFLOW: ApprovalWorkflow = {
  start: async () => 'runs',
  release: async () => 'not waiting',
};

/** All functions on new in-memory adapters, with their log records, published events and metrics. */
export function functionsInMemory(adapters: TestAdapters = {}) {
  const clock = new ManualClock(BUILT_AT);
  const ids = new SeededIdGenerator(1);
  const store = new InMemoryOrderRepository(clock);
  const published: PlatformEvent[] = [];
  const queued: string[] = [];
  const streamDeadLetters: string[] = [];
  const eventRecords = new InMemoryEventRecords();
  const publisher: EventPublisher = adapters.publisher ?? {
    publish: async (events) => {
      published.push(...events);
      return [];
    },
  };
  const measured: Sample[] = [];
  const metrics = adapters.metrics ?? { record: (sample) => void measured.push(sample) };
  const tasks = new InMemoryApprovalTasks();
  const approvalRequests: ApprovalRequest[] = [];
  const notified: OrderEvent[] = [];
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const loggerOf = (service: string) => new PinoLogger({ service, level: 'debug', destination });
  const byLog = new LogNotifications(new InvocationLogger(loggerOf('test')));
  const stock = new InMemoryInventory();
  const catalogue = new InMemoryCatalogue();
  const ledger = new InMemoryPaymentLedger();
  const payments = new SimulatedPayments(ledger, readPaymentRules(adapters.paymentRules ?? []));
  const { wrap = (all) => all } = adapters;
  const all = wrap({
    clock: () => clock,
    ids: () => ids,
    orders: () => adapters.orders ?? store,
    publisher: () => publisher,
    deadLetters: () =>
      new InMemoryDeadLetters({ send: (body) => String(streamDeadLetters.push(body)) }),
    inventory: () => stock,
    payments: () => payments,
    notifications: () => ({
      notify: async (event) => {
        notified.push(event);
        await byLog.notify(event);
      },
    }),
    approvalTasks: () => tasks,
    approvalWorkflow: () => adapters.approvalWorkflow ?? NO_WORKFLOW,
    approvers: () => ({ ask: async (request) => void approvalRequests.push(request) }),
    eventQueue: () => new InMemoryEventQueue({ send: (body) => String(queued.push(body)) }),
    eventRecords: () => eventRecords,
    catalogue: () => catalogue,
  });
  const { authentication = 'open', catalogueUse = 'optional' } = adapters;
  const api = { authentication, cursorKey: CURSOR_KEY };
  const map = platformMap(24);
  const deadLetterQueues = new InMemoryDeadLetterQueues(
    clock,
    ids,
    (queue) => sourceOf(map, queue)?.name ?? queue,
  );
  const actions = new InMemoryActionLog();
  const logs = new InMemoryLogSearch();
  const { wrapOperations = (ports) => ports } = adapters;
  const ports = wrapOperations({
    clock,
    ids,
    orders: all.orders(),
    stock,
    catalogue: all.catalogue(),
    payments: ledger,
    deadLetters: deadLetterQueues,
    logs,
    metrics: new InMemoryMetricHistory(),
    workflows: new InMemoryWorkflowHistory(),
    actions,
  });
  const functions = {
    ...createFunctions(all, loggerOf, metrics, api, { catalogueUse }),
    ...createOperationsFunctions({ ports, map }, loggerOf, api),
  };
  const invoke = async (
    name: FunctionName,
    event: unknown,
    requestId = ids.randomId(),
    functionVersion = '$LATEST',
  ): Promise<unknown> =>
    functions[name](event, { awsRequestId: requestId, functionName: name, functionVersion });

  return {
    adapters: all,
    clock,
    store,
    stock,
    catalogue,
    payments,
    published,
    /** The queues, the actions and the log that the operators' functions use. */
    deadLetterQueues,
    actions,
    logs,
    /** The bodies of the messages that event-ingestion has sent to its queue. */
    queued,
    /** The bodies of the messages that order-relay has sent to the stream's dead-letter queue. */
    streamDeadLetters,
    eventRecords,
    measured,
    tasks,
    approvalRequests,
    notified,
    invoke,
    /** Invokes an API function, and parses its response. */
    call: async (name: FunctionName, event: unknown, requestId?: string): Promise<Response> =>
      toResponse(await invoke(name, event, requestId)),
    /** The whole log as text. */
    logText: () => lines.join(''),
    /** The whole log as records. */
    logRecords: (): Fields[] =>
      lines.map((line) => {
        const record: unknown = JSON.parse(line);
        if (!isFields(record)) throw new Error(`Not a log record: ${line}`);
        return record;
      }),
    /** The number of orders in the store. */
    countOrders: async () => (await store.list({ limit: 100 })).orders.length,
  };
}

function toResponse(result: unknown): Response {
  if (
    !isFields(result) ||
    typeof result.statusCode !== 'number' ||
    !isFields(result.headers) ||
    typeof result.body !== 'string'
  ) {
    throw new Error(`Not the response of an API function: ${JSON.stringify(result)}`);
  }
  const body: unknown = JSON.parse(result.body === '' ? '{}' : result.body);
  if (!isFields(body)) throw new Error(`Not a JSON object: ${result.body}`);
  const headers = Object.fromEntries(
    Object.entries(result.headers).map(([name, value]) => [name, String(value)]),
  );
  return { statusCode: result.statusCode, headers, body };
}
