import type { InMemoryQueue, Timers } from '@snacks/adapters-memory';
import { topology, type FunctionName, type QueueName } from '@snacks/handlers';

import { QueuePoller } from '../event-sources/queue-poller.js';
import { ScheduledInvocations } from '../event-sources/scheduled-invocations.js';
import { StreamPoller } from '../event-sources/stream-poller.js';
import type { AsyncInvocations } from '../lambda/async-invocations.js';
import type { LocalFunction } from '../lambda/local-function.js';
import type { OrderStore } from '../store/order-store.js';
import type { LoggerOf } from './platform-options.js';
import type { ReportFault } from './report-fault.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export interface EventSourcesOptions {
  readonly changes: OrderStore['changes'];
  readonly queueOf: (name: QueueName) => InMemoryQueue;
  readonly functionOf: (name: FunctionName) => LocalFunction;
  readonly invocations: AsyncInvocations;
  readonly timers: Timers;
  readonly loggerOf: LoggerOf;
  readonly report: ReportFault;
}

/** The topology's event sources. They invoke the functions. */
export class EventSources {
  private readonly stream: StreamPoller;
  private readonly queues: readonly QueuePoller[];
  private readonly schedules: readonly ScheduledInvocations[];

  constructor(options: EventSourcesOptions) {
    this.stream = createStreamPoller(options);
    this.queues = createQueuePollers(options);
    this.schedules = createSchedules(options);
  }

  /** Whether every record of the stream is handled and no message can be received now. */
  get idle(): boolean {
    return this.stream.idle && this.queues.every(({ idle }) => idle);
  }

  /** Starts no more scheduled invocations. */
  stopSchedules(): void {
    for (const schedule of this.schedules) schedule.stop();
  }

  /** Reads no more records and receives no more messages. Batches under way continue. */
  stopPolling(): void {
    this.stream.stop();
    for (const queue of this.queues) queue.stop();
  }
}

function createStreamPoller(options: EventSourcesOptions): StreamPoller {
  const { changes, queueOf, functionOf, timers, loggerOf, report } = options;
  const { streamConsumer, tables } = topology;
  return new StreamPoller({
    tableName: tables[streamConsumer.table].name,
    stream: changes,
    target: functionOf(streamConsumer.function),
    filter: streamConsumer.filter,
    batchSize: streamConsumer.batchSize,
    maximumRecordAge: streamConsumer.maximumRecordAgeSeconds * SECOND,
    bisectBatchOnError: streamConsumer.bisectBatchOnError,
    deadLetterQueue: queueOf(streamConsumer.deadLetterQueue),
    timers,
    report,
    logger: loggerOf(streamConsumer.function),
  });
}

function createQueuePollers(options: EventSourcesOptions): readonly QueuePoller[] {
  const { queueOf, functionOf, timers, loggerOf, report } = options;
  return topology.queueConsumers.map(
    ({ queue, function: target, batchSize, maximumConcurrency }) =>
      new QueuePoller({
        queueName: queue,
        queue: queueOf(queue),
        target: functionOf(target),
        batchSize,
        concurrency: maximumConcurrency,
        timers,
        report,
        logger: loggerOf(target),
      }),
  );
}

function createSchedules(options: EventSourcesOptions): readonly ScheduledInvocations[] {
  const { functionOf, invocations, timers } = options;
  return Object.entries(topology.schedules).map(
    ([name, { everyMinutes, function: target }]) =>
      new ScheduledInvocations(
        name,
        everyMinutes * MINUTE,
        functionOf(target),
        invocations,
        timers,
      ),
  );
}
