import { InMemoryQueue } from '@snacks/adapters-memory';
import { QUEUE_NAMES, topology, type QueueName } from '@snacks/handlers';

import type { OrderStore } from '../store/order-store.js';
import type { PlatformOptions } from './platform-options.js';

const SECOND = 1_000;

/** SQS uses this visibility timeout unless a queue has its own. In seconds. */
const DEFAULT_VISIBILITY_TIMEOUT = 30;

export interface QueuesOptions extends Pick<PlatformOptions, 'timers' | 'ids' | 'adjustQueue'> {
  /** Stores the messages. @default they end with the process */
  readonly messages?: OrderStore['messages'];
}

/** Creates the topology's queues, each with its dead-letter queue, and restores their messages. */
export function createQueues({
  timers,
  ids,
  adjustQueue = (settings) => settings,
  messages,
}: QueuesOptions): ReadonlyMap<string, InMemoryQueue> {
  const queues = new Map<string, InMemoryQueue>();
  const create = (name: QueueName): InMemoryQueue => {
    const existing = queues.get(name);
    if (existing !== undefined) return existing;
    const {
      retentionSeconds,
      visibilityTimeoutSeconds = DEFAULT_VISIBILITY_TIMEOUT,
      redrive,
    } = adjustQueue(topology.queues[name], name);
    const queue = new InMemoryQueue({
      name,
      clock: timers,
      ids,
      retention: retentionSeconds * SECOND,
      visibilityTimeout: visibilityTimeoutSeconds * SECOND,
      ...(messages !== undefined && { journal: messages }),
      ...(redrive !== undefined && {
        redrive: {
          maxReceiveCount: redrive.maxReceiveCount,
          deadLetterQueue: create(redrive.deadLetterQueue),
        },
      }),
    });
    queue.restore(messages?.restored.filter((message) => message.queue === name) ?? []);
    queues.set(name, queue);
    return queue;
  };
  for (const name of QUEUE_NAMES) create(name);
  return queues;
}
