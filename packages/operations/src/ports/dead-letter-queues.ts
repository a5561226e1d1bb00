import type { Timestamp } from '@snacks/domain';

/** A message in a queue, as a receiver gets it. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  /** The texts that were sent along with the body. */
  readonly attributes: Readonly<Record<string, string>>;
  /** How often the message was received, also before it became a dead letter. */
  readonly receiveCount: number;
  readonly sentAt: Timestamp;
}

/** The numbers of visible and of hidden messages of a queue. SQS counts them approximately. */
export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
}

/**
 * Dead-letter queues, as operators read and redrive them. Queues have the names of the topology.
 *
 * - `list` removes no message. A listed message may be hidden from other receivers for some seconds.
 * - `consume` deletes a message only after its handler has resolved. So a message that is sent on is in
 *   at least one of both queues at any time, and may be in both: every consumer bears that.
 * - After an error it is unknown which messages were consumed; repeating the call is safe.
 */
export interface DeadLetterQueues {
  depth(queue: string): Promise<QueueDepth>;

  /** The messages of a queue, oldest first, and at most so many. May miss messages that another call reads. */
  list(queue: string, limit: number): Promise<readonly QueuedMessage[]>;

  /**
   * Calls the handler for each of the messages with these ids, one after the other, and deletes those
   * whose handler resolves. All other messages stay. Returns the outcome by message id; a message that is
   * not in the queue has none.
   */
  consume(
    queue: string,
    messageIds: readonly string[],
    handle: (message: QueuedMessage) => Promise<void>,
  ): Promise<ReadonlyMap<string, ConsumeOutcome>>;

  /** Sends a message to any queue. */
  send(queue: string, message: Pick<QueuedMessage, 'body' | 'attributes'>): Promise<void>;

  /**
   * Starts to move all messages back to the queue that they failed in. Returns how many messages the queue
   * has about now; the moving goes on after the call.
   *
   * @throws {RedriveRunningError} if an earlier call still moves messages of this queue.
   */
  moveAll(queue: string): Promise<number>;
}

/** What became of a message: it was handled and deleted, or its handler failed and it stays. */
export type ConsumeOutcome =
  | { readonly done: true }
  | { readonly done: false; readonly error: unknown };
