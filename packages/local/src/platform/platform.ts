import {
  InMemoryApprovalTasks,
  InMemoryApprovalWorkflow,
  InMemoryDeadLetters,
  InMemoryEventBus,
  InMemoryEventQueue,
  InMemoryQueue,
  queueTarget,
  type InMemoryStateMachine,
  type Timers,
} from '@snacks/adapters-memory';
import {
  type IdGenerator,
  type OrderRepository,
  type PaymentRule,
  SimulatedPayments,
  type StockRecords,
} from '@snacks/domain';
import {
  createFunctions,
  FUNCTION_NAMES,
  InMemoryMetrics,
  InvocationLogger,
  LogApprovers,
  LogNotifications,
  QUEUE_NAMES,
  topology,
  type Adapters,
  type Authentication,
  type FunctionName,
  type LambdaHandler,
  type Logger,
  type QueueName,
} from '@snacks/handlers';

import { QueuePoller } from '../event-sources/queue-poller.js';
import { ScheduledInvocations } from '../event-sources/schedule.js';
import { StreamPoller } from '../event-sources/stream-poller.js';
import { GuardedTimers } from './guarded-timers.js';
import { AsyncInvocations } from '../lambda/async-invocations.js';
import { LocalFunction } from '../lambda/local-function.js';
import { RecentEvents } from '../inspection/recent-events.js';
import type { ReportFault } from './report-fault.js';
import { inMemoryStore, type OrderStore } from '../store/order-store.js';
import { createApprovalMachine } from './approval-machine.js';

export interface PlatformOptions {
  /** In memory where it is left out. */
  readonly store?: OrderStore;
  /** What the simulated payments do not approve. @default they approve everything */
  readonly paymentRules?: readonly PaymentRule[];
  readonly timers: Timers;
  readonly ids: IdGenerator;
  /** `platform` for what the functions have no part in. */
  readonly loggerOf: (name: FunctionName | 'platform') => Logger;
  /** Hours that approvers have. @default as the topology has it */
  readonly approvalDeadlineHours?: number;
  /** @default open */
  readonly authentication?: Authentication;
  /** Stands between the functions and what they call: for tests and simulations that let it fail. */
  readonly wrapAdapters?: (adapters: Adapters) => Adapters;
  /** Stands between the platform and its functions: for tests that let a function fail. */
  readonly wrapHandlers?: (handlers: Handlers) => Handlers;
  /** What the platform takes for a queue's settings in the topology's place. */
  readonly adjustQueue?: (settings: QueueSettings, name: QueueName) => QueueSettings;
}

/** The handlers of all functions. */
export type Handlers = Readonly<Record<FunctionName, LambdaHandler>>;

/** A queue's settings, as in the topology. */
export type QueueSettings = (typeof topology.queues)[QueueName];

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How often {@link Platform.waitUntilIdle} looks. */
const LOOK_EVERY = 5;

/**
 * The whole platform in one process: the functions that are deployed, over a store and the in-memory
 * bus and queues, wired by the topology. Every name and number of it comes from there.
 */
export class Platform {
  readonly orders: OrderRepository;
  readonly stock: StockRecords;
  readonly payments: SimulatedPayments;
  readonly bus: InMemoryEventBus;
  readonly queues: ReadonlyMap<string, InMemoryQueue>;
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly approvals: InMemoryStateMachine;
  readonly asyncInvocations: AsyncInvocations;
  readonly recentEvents = new RecentEvents();
  readonly metrics = new InMemoryMetrics();
  private readonly options: PlatformOptions;
  private readonly report: ReportFault;
  private readonly stream: StreamPoller;
  private readonly consumers: readonly QueuePoller[];
  private readonly schedules: readonly ScheduledInvocations[];

  constructor(given: PlatformOptions) {
    const { ids, loggerOf } = given;
    const logger = loggerOf('platform');
    this.report = (what, error) => logger.error(what, { error });
    const timers = new GuardedTimers(given.timers, this.report);
    const options = { ...given, timers };
    this.options = options;
    const { wrapAdapters = (adapters) => adapters, wrapHandlers = (handlers) => handlers } =
      options;
    const { authentication = 'open' } = options;
    const { store = inMemoryStore(timers), paymentRules = [] } = options;
    const { orders, changes, stock, ledger } = store;
    this.orders = orders;
    this.stock = stock;
    this.payments = new SimulatedPayments(ledger, paymentRules);
    this.queues = createQueues(options);
    this.bus = new InMemoryEventBus({
      name: topology.bus.name,
      clock: timers,
      ids,
      onDeliveryFailed: ({ rule, target }, error) =>
        this.report(`An event of the rule ${rule} did not reach ${target}.`, error),
      onTaken: (envelope) => this.recentEvents.add(envelope),
    });
    this.addRules();

    const { approvalDeadlineHours = Number(topology.parameters.APPROVAL_DEADLINE_HOURS) } = options;
    this.approvals = createApprovalMachine({
      timers,
      ids,
      deadlineHours: approvalDeadlineHours,
      functionOf: (name) => known(this.functions.get(name), name),
      report: this.report,
    });
    const approvalTasks = new InMemoryApprovalTasks();
    const approvalWorkflow = new InMemoryApprovalWorkflow(this.approvals);
    const approvers = new LogApprovers(loggerOf('approval-requester'));
    const told = new LogNotifications(new InvocationLogger(loggerOf('order-notifier')));
    const adapters = wrapAdapters({
      clock: () => timers,
      ids: () => ids,
      orders: () => this.orders,
      publisher: () => this.bus,
      deadLetters: () =>
        new InMemoryDeadLetters(this.queue(topology.streamConsumer.deadLetterQueue)),
      inventory: () => stock,
      payments: () => this.payments,
      notifications: () => told,
      approvalTasks: () => approvalTasks,
      approvalWorkflow: () => approvalWorkflow,
      approvers: () => approvers,
      eventQueue: () => new InMemoryEventQueue(this.queue('event-ingestion')),
      eventRecords: () => store.eventRecords,
    });
    // A key of this process alone: its cursors end with it.
    const api = { authentication, cursorKey: `${ids.randomId()}${ids.randomId()}` };
    const settings = { approvalDeadlineHours };
    const handlers = wrapHandlers(createFunctions(adapters, loggerOf, this.metrics, api, settings));
    this.functions = new Map(
      FUNCTION_NAMES.map((name) => {
        const timeout = topology.functions[name].timeoutSeconds * SECOND;
        const handler = handlers[name];
        return [name, new LocalFunction({ name, handler, timeout, ids, timers })];
      }),
    );
    const failureQueueOf = ({ name }: LocalFunction): InMemoryQueue | undefined => {
      const { onFailure } = topology.functions[name];
      return onFailure && this.queue(onFailure);
    };
    this.asyncInvocations = new AsyncInvocations({
      timers,
      loggerOf,
      failureQueueOf,
      report: this.report,
    });
    this.stream = this.createStreamPoller(changes);
    this.consumers = topology.queueConsumers.map(
      ({ queue, function: target, batchSize, maximumConcurrency }) =>
        new QueuePoller({
          queueName: queue,
          queue: this.queue(queue),
          target: this.function(target),
          batchSize,
          concurrency: maximumConcurrency,
          timers,
          report: this.report,
          logger: loggerOf(target),
        }),
    );
    this.schedules = Object.entries(topology.schedules).map(
      ([name, { everyMinutes, function: target }]) =>
        new ScheduledInvocations(
          name,
          everyMinutes * MINUTE,
          this.function(target),
          this.asyncInvocations,
          timers,
        ),
    );
  }

  /** One of the topology's queues. */
  queue(name: QueueName): InMemoryQueue {
    return known(this.queues.get(name), name);
  }

  /** One of the topology's functions. */
  function(name: FunctionName): LocalFunction {
    return known(this.functions.get(name), name);
  }

  /**
   * Whether nothing is under way: every function is done, every committed event was relayed, and no
   * message can be received now. A message that failed and waits for its next try is not under way.
   */
  get idle(): boolean {
    return (
      this.stream.idle &&
      this.consumers.every(({ idle }) => idle) &&
      [...this.functions.values()].every(({ inFlight }) => inFlight === 0)
    );
  }

  /** Resolves when nothing is under way any more (`true`), or when the time is up (`false`). */
  async waitUntilIdle(withinMilliseconds: number): Promise<boolean> {
    const { timers } = this.options;
    const deadline = timers.now() + withinMilliseconds;
    while (!this.idle && timers.now() < deadline) {
      await new Promise<void>((resolve) => {
        timers.runAt(timers.now() + LOOK_EVERY, resolve);
      });
    }
    return this.idle;
  }

  /**
   * Brings what is under way to its end, as far as the time allows, then stops every poller. Answers
   * whether nothing is left that this process has accepted: a failed asynchronous invocation that
   * waits for its retry is lost with the process.
   */
  async stop(withinMilliseconds: number): Promise<boolean> {
    for (const schedule of this.schedules) schedule.stop();
    const idle = await this.waitUntilIdle(withinMilliseconds);
    this.stream.stop();
    for (const consumer of this.consumers) consumer.stop();
    this.approvals.stop();
    const lost = this.asyncInvocations.waiting;
    this.asyncInvocations.stop();
    return idle && lost === 0;
  }

  private addRules(): void {
    for (const [name, rule] of Object.entries(topology.rules)) {
      this.bus.addRule({
        name,
        pattern: rule.pattern,
        targets: [queueTarget(this.queue(rule.queue))],
        deadLetterQueue: this.queue(rule.deadLetterQueue),
      });
    }
  }

  private createStreamPoller(stream: OrderStore['changes']): StreamPoller {
    const { streamConsumer, tables } = topology;
    return new StreamPoller({
      tableName: tables[streamConsumer.table].name,
      stream,
      target: this.function(streamConsumer.function),
      batchSize: streamConsumer.batchSize,
      maximumRecordAge: streamConsumer.maximumRecordAgeSeconds * SECOND,
      bisectBatchOnError: streamConsumer.bisectBatchOnError,
      deadLetterQueue: this.queue(streamConsumer.deadLetterQueue),
      timers: this.options.timers,
      report: this.report,
      logger: this.options.loggerOf(streamConsumer.function),
    });
  }
}

function createQueues({
  timers,
  ids,
  adjustQueue = (settings) => settings,
}: PlatformOptions): ReadonlyMap<string, InMemoryQueue> {
  const queues = new Map<string, InMemoryQueue>();
  const create = (name: QueueName): InMemoryQueue => {
    const existing = queues.get(name);
    if (existing !== undefined) return existing;
    const { retentionSeconds, visibilityTimeoutSeconds, redrive } = adjustQueue(
      topology.queues[name],
      name,
    );
    const queue = new InMemoryQueue({
      name,
      clock: timers,
      ids,
      retention: retentionSeconds * SECOND,
      visibilityTimeout: (visibilityTimeoutSeconds ?? 30) * SECOND,
      ...(redrive !== undefined && {
        redrive: {
          maxReceiveCount: redrive.maxReceiveCount,
          deadLetterQueue: create(redrive.deadLetterQueue),
        },
      }),
    });
    queues.set(name, queue);
    return queue;
  };
  for (const name of QUEUE_NAMES) create(name);
  return queues;
}

function known<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new Error(`The topology has no ${name}.`);
  return thing;
}
