import {
  InMemoryEventBus,
  InMemoryOrderRepository,
  InMemoryQueue,
  queueTarget,
  type OrderChange,
  type ReceivedMessage,
  type StreamRecord,
} from '@snacks/adapters-memory';
import type { OrderRequest } from '@snacks/domain';
import { CryptoIdGenerator, SystemClock, topology } from '@snacks/handlers';

/** The path of an order from NEW to PROCESSED, in steps that the benchmark calls. */
export interface Flow {
  /** Places an order, and returns its id. */
  readonly place: (request: OrderRequest) => Promise<string>;
  /** Publishes every committed event to the bus, which sends it to the queue. */
  readonly relay: () => Promise<void>;
  /** Processes all queued messages, and returns the ids of the processed orders. */
  readonly process: () => Promise<readonly string[]>;
  /** Lists a page of the processed orders. */
  readonly listPage: () => Promise<void>;
}

const { batchSize: streamBatch } = topology.streamConsumer;
const { 'order-processing': settings } = topology.queues;

/** Creates the parts between the steps: store, stream, bus, rule and queue, as in the topology. */
export function createBackbone() {
  const clock = new SystemClock();
  const ids = new CryptoIdGenerator();
  const orders = new InMemoryOrderRepository(clock);
  const bus = new InMemoryEventBus({ name: topology.bus.name, clock, ids });
  const queue = new InMemoryQueue({
    name: 'order-processing',
    clock,
    ids,
    visibilityTimeout: (settings.visibilityTimeoutSeconds ?? 0) * 1_000,
    retention: settings.retentionSeconds * 1_000,
  });
  const { pattern } = topology.rules['process-orders'];
  bus.addRule({ name: 'process-orders', pattern, targets: [queueTarget(queue)] });

  return {
    clock,
    ids,
    orders,
    bus,
    /** Passes every batch of the stream to `relay`, which must relay all its records. */
    drainStream: async (
      relay: (records: readonly StreamRecord<OrderChange>[]) => Promise<void>,
    ): Promise<void> => {
      const { changes } = orders;
      let records = changes.read(streamBatch);
      for (; records.length > 0; records = changes.read(streamBatch)) {
        await relay(records);
        changes.checkpoint(records.at(-1)?.sequenceNumber ?? '');
      }
    },
    /** Passes every batch of the queue to `process`, which returns the ids of its orders. */
    drainQueue: async (
      process: (messages: readonly ReceivedMessage[]) => Promise<readonly string[]>,
    ): Promise<readonly string[]> => {
      const finished: string[] = [];
      for (let batch = queue.receive(10); batch.length > 0; batch = queue.receive(10)) {
        finished.push(...(await process(batch)));
        for (const { receiptHandle } of batch) queue.delete(receiptHandle);
      }
      return finished;
    },
  };
}
