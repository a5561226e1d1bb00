import { topology } from '../../topology/topology.js';

/** A queue of a stage, and what becomes of its messages that fail. */
export interface Redrive {
  readonly queue: string;
  readonly deadLetterQueue: string;
  /** So often a message is received; who fails it then gives it up. */
  readonly maxReceiveCount: number;
}

/**
 * What the topology says of the queue with this ARN, which may have the ending of a stage: its
 * dead-letter queue has the same. `undefined` where functions take from no such queue.
 */
export function redriveOf(queueArn: string): Redrive | undefined {
  const queue = queueArn.slice(queueArn.lastIndexOf(':') + 1);
  const consumed = topology.queueConsumers.find(
    (consumer) => queue === consumer.queue || queue.startsWith(`${consumer.queue}-`),
  );
  const redrive = consumed && topology.queues[consumed.queue].redrive;
  if (consumed === undefined || redrive === undefined) return undefined;
  const { deadLetterQueue, maxReceiveCount } = redrive;
  const ending = queue.slice(consumed.queue.length);
  return { queue, deadLetterQueue: `${deadLetterQueue}${ending}`, maxReceiveCount };
}
