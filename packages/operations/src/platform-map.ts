/** A function that receives the messages of a queue, as the dry run knows it. */
export const CONSUMERS = [
  'order-processor',
  'approval-starter',
  'approval-closer',
  'order-notifier',
  'order-metrics',
  'event-recorder',
] as const;

/** The handlers of queues. */
export type ConsumerName = (typeof CONSUMERS)[number];

/** A queue that a function consumes. */
export interface ConsumedQueue {
  readonly name: string;
  readonly function: ConsumerName;
  readonly deadLetterQueue: string;
  /** The receives after which a message becomes a dead letter. */
  readonly maxReceiveCount: number;
  /** Seconds after which a failed message is received again. */
  readonly visibilityTimeoutSeconds: number;
}

/** What operators need to know of the platform: the topology's queues, functions and times. */
export interface PlatformMap {
  readonly functions: readonly string[];
  readonly queues: readonly ConsumedQueue[];
  /** Every dead-letter queue: also those of rules, of the stream and of asynchronous invocations. */
  readonly deadLetterQueues: readonly string[];
  /** The queue of each rule of the bus: where an undelivered event belongs. */
  readonly rules: Readonly<Record<string, string>>;
  /** Minutes until the sweeper publishes the event of a waiting order again. */
  readonly patienceMinutes: number;
  /** Hours until an order without a decision expires. */
  readonly approvalDeadlineHours: number;
}

/** The queue whose failed messages go to this dead-letter queue; `undefined` if there is none. */
export function sourceOf(
  map: Pick<PlatformMap, 'queues'>,
  deadLetterQueue: string,
): ConsumedQueue | undefined {
  return map.queues.find((queue) => queue.deadLetterQueue === deadLetterQueue);
}
