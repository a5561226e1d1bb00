import type {
  InMemoryEventBus,
  InMemoryQueue,
  InMemoryStateMachine,
  Timers,
} from '@snacks/adapters-memory';
import type { OrderRepository, StockRecords } from '@snacks/domain/ports';
import { SimulatedPayments } from '@snacks/domain/payment-simulator';
import {
  InMemoryMetrics,
  platformMap,
  topology,
  type FunctionName,
  type QueueName,
} from '@snacks/handlers';
import type { PlatformMap } from '@snacks/operations';

import { awsApi } from '../aws-api/aws-api.js';
import { Activity } from '../inspection/activity.js';
import { MetricMinutes } from '../inspection/metric-minutes.js';
import { RecentEvents } from '../inspection/recent-events.js';
import { RecentLogs } from '../inspection/recent-logs.js';
import { AsyncInvocations } from '../lambda/async-invocations.js';
import type { InvocationEnd, LocalFunction } from '../lambda/local-function.js';
import { inMemoryStore, type OrderStore } from '../store/order-store.js';
import { acknowledgedAdapters } from './acknowledged-adapters.js';
import { createApprovalMachine } from './approval-machine.js';
import { createEventBus } from './event-bus.js';
import { EventSources } from './event-sources.js';
import { GuardedTimers } from './guarded-timers.js';
import { createLocalAdapters } from './local-adapters.js';
import { createLocalFunctions } from './local-functions.js';
import { recordMinutes } from './metric-recording.js';
import { createOperationsPorts } from './operations-ports.js';
import type { PlatformOptions } from './platform-options.js';
import { createQueues } from './queues.js';
import type { ReportFault } from './report-fault.js';

/** How often {@link Platform.waitUntilIdle} checks, in milliseconds. */
const IDLE_CHECK_INTERVAL = 5;

/**
 * The whole platform in one process: the functions that are deployed, over a store and the in-memory
 * bus and queues. The topology defines every name, number and connection.
 */
export class Platform {
  readonly orders: OrderRepository;
  readonly stock: StockRecords;
  readonly payments: SimulatedPayments;
  readonly bus: InMemoryEventBus;
  readonly queues: ReadonlyMap<string, InMemoryQueue>;
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly approvals: InMemoryStateMachine;
  /** How long an order waits for approval. */
  readonly approvalDeadlineHours: number;
  readonly asyncInvocations: AsyncInvocations;
  readonly recentEvents = new RecentEvents();
  readonly activity = new Activity();
  readonly metrics = new InMemoryMetrics();
  readonly metricMinutes = new MetricMinutes();
  private readonly stopping = new AbortController();
  private readonly timers: Timers;
  private readonly messages: OrderStore['messages'];
  private readonly eventSources: EventSources;

  constructor(options: PlatformOptions) {
    const { ids, loggerOf, paymentRules = [] } = options;
    const logger = loggerOf('platform');
    const report: ReportFault = (what, error) => logger.error(what, { error });
    const timers = new GuardedTimers(options.timers, report);
    const { store = inMemoryStore(timers) } = options;
    const queueOf = (name: QueueName): InMemoryQueue => this.queue(name);
    const functionOf = (name: FunctionName): LocalFunction => this.function(name);

    this.timers = timers;
    this.orders = store.orders;
    this.stock = store.stock;
    this.payments = new SimulatedPayments(store.ledger, paymentRules);
    this.messages = store.messages;
    this.queues = createQueues({ ...options, timers, messages: store.messages });
    for (const queue of this.queues.values()) queue.onSend(() => this.recordMessage(queue));
    this.bus = createEventBus({
      clock: timers,
      ids,
      queueOf,
      onAccepted: (envelope) => {
        this.recentEvents.add(envelope);
        this.activity.add({ kind: 'event', at: timers.now(), envelope });
      },
      report,
    });
    const { approvalDeadlineHours = Number(topology.parameters.APPROVAL_DEADLINE_HOURS) } = options;
    this.approvalDeadlineHours = approvalDeadlineHours;
    this.approvals = createApprovalMachine({
      timers,
      ids,
      deadlineHours: approvalDeadlineHours,
      functionOf: (name) => required(this.functions, name),
      report,
    });
    const { wrapAdapters = (adapters) => adapters } = options;
    const local = createLocalAdapters({
      clock: timers,
      ids,
      store,
      payments: this.payments,
      bus: this.bus,
      approvals: this.approvals,
      queueOf,
      loggerOf,
    });
    const adapters = store.messages ? acknowledgedAdapters(local, store.messages) : local;
    const { logs = new RecentLogs(timers) } = options;
    const stopping = this.stopping.signal;
    const api = awsApi({ platform: this, timers, ids, logs, stopping });
    const ports = createOperationsPorts({ clock: timers, ids, store, fetch: api.fetch });
    this.functions = createLocalFunctions({
      ...options,
      timers,
      adapters: wrapAdapters(adapters),
      metrics: recordMinutes(this.metrics, this.metricMinutes, timers),
      approvalDeadlineHours,
      operations: { ports, map: mapOf(this.queues, approvalDeadlineHours) },
      onEnd: (name, end) => this.recordInvocation(name, end),
    });
    this.asyncInvocations = new AsyncInvocations({
      timers,
      loggerOf,
      failureQueueOf: ({ name }) => {
        const { onFailure } = topology.functions[name];
        return onFailure && this.queue(onFailure);
      },
      report,
    });
    this.eventSources = new EventSources({
      changes: store.changes,
      queueOf,
      functionOf,
      invocations: this.asyncInvocations,
      timers,
      loggerOf,
      report,
    });
  }

  private recordInvocation(name: FunctionName, end: InvocationEnd): void {
    const at = this.timers.now();
    this.metricMinutes.add(['AWS/Lambda', 'Invocations', name], 1, at);
    if (!end.ok) this.metricMinutes.add(['AWS/Lambda', 'Errors', name], 1, at);
    this.activity.add({ kind: 'invocation', at, function: name, ...end });
  }

  private recordMessage({ name, depth }: InMemoryQueue): void {
    this.activity.add({ kind: 'message', at: this.timers.now(), queue: name, ...depth });
  }

  /** One of the topology's queues. */
  queue(name: QueueName): InMemoryQueue {
    return required(this.queues, name);
  }

  /** One of the topology's functions. */
  function(name: FunctionName): LocalFunction {
    return required(this.functions, name);
  }

  /**
   * Resolves when every message that was sent or deleted so far is stored; at once if messages end with the
   * process. Who sends a message directly to a queue or to the bus awaits it before acknowledging the send.
   */
  async flushMessages(): Promise<void> {
    await this.messages?.flush();
  }

  /**
   * Whether nothing is under way: no function runs, every committed event is relayed, and no message
   * can be received now. A message that failed and waits for its next try is not under way.
   */
  get idle(): boolean {
    return (
      this.eventSources.idle && [...this.functions.values()].every(({ inFlight }) => inFlight === 0)
    );
  }

  /** Resolves with `true` once nothing is under way, or with `false` when the time is up. */
  async waitUntilIdle(withinMilliseconds: number): Promise<boolean> {
    const { timers } = this;
    const deadline = timers.now() + withinMilliseconds;
    while (!this.idle && timers.now() < deadline) {
      await new Promise<void>((resolve) => {
        timers.runAt(timers.now() + IDLE_CHECK_INTERVAL, resolve);
      });
    }
    return this.idle;
  }

  /**
   * Finishes the work under way as far as the time allows, then stops every poller. Returns whether
   * all accepted work is finished. A failed asynchronous invocation that waits for its retry is lost
   * with the process, so it counts as unfinished.
   */
  async stop(withinMilliseconds: number): Promise<boolean> {
    this.eventSources.stopSchedules();
    const idle = await this.waitUntilIdle(withinMilliseconds);
    this.eventSources.stopPolling();
    this.stopping.abort();
    this.approvals.stop();
    const lost = this.asyncInvocations.waiting;
    this.asyncInvocations.stop();
    return idle && lost === 0;
  }
}

/** The map of the topology, with the settings that the queues really have. */
function mapOf(queues: ReadonlyMap<string, InMemoryQueue>, deadlineHours: number): PlatformMap {
  const map = platformMap(deadlineHours);
  return {
    ...map,
    queues: map.queues.map((queue) => {
      const { visibilityTimeout, redrive } = required(queues, queue.name).settings;
      return {
        ...queue,
        visibilityTimeoutSeconds: visibilityTimeout / 1_000,
        maxReceiveCount: redrive?.maxReceiveCount ?? queue.maxReceiveCount,
      };
    }),
  };
}

function required<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`The topology has no ${name}.`);
  return value;
}
