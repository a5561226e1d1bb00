import { topology } from '../../topology/topology.js';

/** A queue of a stage, and where its failed messages go. */
export interface Redrive {
  readonly queue: string;
  readonly deadLetterQueue: string;
  /** The number of receives after which a failed message moves to the dead-letter queue. */
  readonly maxReceiveCount: number;
}

/**
 * Returns the redrive policy of a queue by its ARN, from the topology. The queue's name may end with a
 * stage; the name of its dead-letter queue then ends the same way. Returns `undefined` if the queue has
 * no consumer or no dead-letter queue.
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
