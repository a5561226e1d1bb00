import type { Clock, IdGenerator } from '@snacks/domain/ports';
import {
  isMessageText,
  MAX_MESSAGE_BYTES,
  messageBytes,
  MessageContentsError,
  MessageTooLargeError,
} from './message-limits.js';
import type { MessageJournal } from './message-journal.js';
import {
  QueueMessage,
  type MessageAttributes,
  type MessageSnapshot,
  type ReceivedMessage,
  type StoredMessage,
} from './queue-message.js';
import { TimerQueue } from '../time/timer-queue.js';
import { LinkedQueue } from './linked-queue.js';

/** When a message that keeps failing goes to another queue. */
export interface RedrivePolicy {
  readonly deadLetterQueue: InMemoryQueue;
  /** The maximum number of receives of a message: 1 or more. */
  readonly maxReceiveCount: number;
}

/** The settings of a queue, the same as on SQS, and where it gets its time and ids. */
export interface QueueOptions {
  /** Unique among all queues. */
  readonly name: string;
  readonly clock: Clock;
  /** Generates the message ids. */
  readonly ids: Pick<IdGenerator, 'randomId'>;
  /** How long a received message is hidden, in milliseconds. */
  readonly visibilityTimeout: number;
  /** How long a message is kept after its first send, in milliseconds. */
  readonly retention: number;
  /** @default a message is received again and again until its retention ends */
  readonly redrive?: RedrivePolicy;
  /**
   * Stores each message until it is deleted, moved to a queue without a journal, or dropped.
   * @default none: the messages end with the process
   */
  readonly journal?: MessageJournal;
}

/** The numbers of visible and of hidden messages. */
export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
}

const NO_ATTRIBUTES: MessageAttributes = {};

/**
 * A queue that behaves like a standard queue of Amazon SQS, with the time of a given clock:
 *
 * - A received message is hidden for the visibility timeout. Delete it once it is handled; otherwise
 *   it becomes visible again, behind the other visible messages.
 * - Under a redrive policy, a message that would become visible again after `maxReceiveCount` receives
 *   goes to the dead-letter queue instead. It keeps its id, body, attributes and time of sending.
 * - A message is dropped when its age reaches the retention. The age counts from the first send, also
 *   if that was to another queue.
 *
 * Unlike SQS, it returns messages at once, in order, and never delivers one twice within the
 * visibility timeout. It has no timer of its own: each call first processes what is due, and
 * {@link nextVisibleAt} returns when to receive next. Apart from {@link messages}, a call takes time
 * proportional to the messages that it touches and to the logarithm of the queue's size.
 */
export class InMemoryQueue {
  readonly name: string;
  private readonly options: QueueOptions;
  /** In the order in which they became visible. */
  private readonly visible = new LinkedQueue<QueueMessage>();
  private readonly byReceiptHandle = new Map<string, QueueMessage>();
  private readonly hidden = new TimerQueue<QueueMessage>();
  private readonly expiry = new TimerQueue<QueueMessage>();
  private inFlight = 0;
  private receives = 0;
  private readonly receiptPrefix: string;
  private readonly listeners = new Set<() => void>();

  constructor(options: QueueOptions) {
    this.name = options.name;
    this.options = options;
    // A handle of an earlier process must not fit another message of this one.
    const unique = options.journal === undefined ? '' : `${options.ids.randomId()}#`;
    this.receiptPrefix = `${options.name}#${unique}`;
  }

  /** The timeouts and the redrive policy that the queue was created with. */
  get settings(): Pick<QueueOptions, 'visibilityTimeout' | 'retention' | 'redrive'> {
    return this.options;
  }

  /**
   * Sends a message and returns its id. With a journal, the message is stored once its `flush` resolves.
   *
   * @throws {MessageTooLargeError} if body and attributes exceed 1 MiB together.
   * @throws {MessageContentsError} if one of them is empty or has characters that XML 1.0 excludes.
   */
  send(body: string, attributes: MessageAttributes = NO_ATTRIBUTES): string {
    const bytes = messageBytes(body, attributes);
    if (bytes > MAX_MESSAGE_BYTES) throw new MessageTooLargeError(this.name, bytes);

    const texts = [body, ...Object.values(attributes)];
    if (!texts.every(isMessageText)) throw new MessageContentsError(this.name);

    const { clock, ids } = this.options;
    const messageId = ids.randomId();
    this.insert(new QueueMessage(messageId, body, { ...attributes }, clock.now()));
    return messageId;
  }

  /**
   * Receives at most `max` messages, the ones that have been visible longest.
   *
   * @param visibilityTimeout how long they are hidden, in milliseconds. @default the queue's
   */
  receive(
    max: number,
    visibilityTimeout: number = this.options.visibilityTimeout,
  ): readonly ReceivedMessage[] {
    const now = this.processDue();
    const received: ReceivedMessage[] = [];
    while (received.length < max) {
      const message = this.visible.dequeue();
      if (message === undefined) break;

      this.receives += 1;
      const receiptHandle = `${this.receiptPrefix}${this.receives}`;
      if (message.receiptHandle !== undefined) this.byReceiptHandle.delete(message.receiptHandle);
      this.byReceiptHandle.set(receiptHandle, message);
      message.receiptHandle = receiptHandle;
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      this.store(message);
      this.hide(message, now + visibilityTimeout);
      received.push(message.received(receiptHandle, message.firstReceivedAt));
    }
    return received;
  }

  /**
   * Deletes the message of a receive, even if it is visible again. Returns whether it existed: the
   * handle of an earlier receive of the message, or of a removed message, deletes nothing.
   */
  delete(receiptHandle: string): boolean {
    this.processDue();
    const message = this.byReceiptHandle.get(receiptHandle);
    if (message !== undefined) this.remove(message);
    return message !== undefined;
  }

  /**
   * Hides the message of a receive for the given time from now; with 0 it is visible at once. Returns
   * `false` without effect if the message is not in flight.
   */
  changeVisibility(receiptHandle: string, milliseconds: number): boolean {
    const now = this.processDue();
    const message = this.byReceiptHandle.get(receiptHandle);
    if (message?.hidden === undefined) return false;
    this.unhide(message);
    this.hide(message, now + milliseconds);
    this.processDue();
    return true;
  }

  /**
   * Returns the time at which a receive next returns a message, or moves one to the dead-letter queue,
   * in milliseconds since the epoch. Returns the current time if a message is visible, and `undefined`
   * if the queue is empty.
   */
  nextVisibleAt(): number | undefined {
    const now = this.processDue();
    return this.visible.length > 0 ? now : this.hidden.nextAt();
  }

  /**
   * Calls the listener for every message that is sent or moved to this queue. Returns a function that
   * removes the listener.
   */
  onSend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get depth(): QueueDepth {
    this.processDue();
    return { visible: this.visible.length, inFlight: this.inFlight };
  }

  /** Returns all messages without receiving them: the visible ones in order, then those in flight. */
  messages(): readonly MessageSnapshot[] {
    this.processDue();
    const snapshots = this.visible.toArray().map((message) => message.snapshot());
    for (const message of this.byReceiptHandle.values()) {
      if (message.hidden !== undefined) snapshots.push(message.snapshot());
    }
    return snapshots;
  }

  /**
   * Moves all visible messages to another queue and returns their number, like `StartMessageMoveTask`
   * of SQS. They are sent as new messages: id, retention and receive count start again.
   */
  redriveTo(queue: InMemoryQueue): number {
    this.processDue();
    let moved = 0;
    // Counted in advance, because the target may be this queue.
    for (let left = this.visible.length; left > 0; left -= 1) {
      const message = this.visible.dequeue();
      if (message === undefined) break;
      this.remove(message);
      queue.send(message.body, message.attributes);
      moved += 1;
    }
    return moved;
  }

  /**
   * Adds the messages that a journal stored in an earlier process, the oldest first. All are visible, also
   * those that were in flight: their receivers ended with that process. So a message may be received once more
   * than the redrive policy says. Listeners are not called.
   */
  restore(messages: readonly StoredMessage[]): void {
    for (const stored of messages.toSorted((a, b) => a.sentAt - b.sentAt)) {
      this.add(QueueMessage.restored(stored));
    }
  }

  /** Processes what is due, in the order of time, and returns the current time. */
  private processDue(): number {
    const now = this.options.clock.now();
    for (;;) {
      const expiresAt = this.expiry.nextAt() ?? Infinity;
      const visibleAt = this.hidden.nextAt() ?? Infinity;
      if (Math.min(expiresAt, visibleAt) > now) return now;

      if (expiresAt <= visibleAt) {
        const expired = this.expiry.takeDue(now);
        if (expired !== undefined) this.remove(expired.item);
      } else {
        const due = this.hidden.takeDue(now);
        if (due !== undefined) this.makeVisible(due.item);
      }
    }
  }

  private makeVisible(message: QueueMessage): void {
    this.unhide(message);
    const { redrive } = this.options;
    if (redrive === undefined || message.receiveCount < redrive.maxReceiveCount) {
      message.node = this.visible.enqueue(message);
      return;
    }
    this.remove(message);
    redrive.deadLetterQueue.insert(message.moved());
  }

  private insert(message: QueueMessage): void {
    this.add(message);
    this.store(message);
    for (const listener of this.listeners) listener();
  }

  private add(message: QueueMessage): void {
    message.expiry = this.expiry.add(message.sentAt + this.options.retention, message);
    message.node = this.visible.enqueue(message);
  }

  private store(message: QueueMessage): void {
    this.options.journal?.put(message.stored(this.name));
  }

  private hide(message: QueueMessage, until: number): void {
    message.hidden = this.hidden.add(until, message);
    this.inFlight += 1;
  }

  private unhide(message: QueueMessage): void {
    if (message.hidden === undefined) return;
    this.hidden.cancel(message.hidden);
    message.hidden = undefined;
    this.inFlight -= 1;
  }

  private remove(message: QueueMessage): void {
    this.unhide(message);
    if (message.node !== undefined) this.visible.remove(message.node);
    if (message.expiry !== undefined) this.expiry.cancel(message.expiry);
    if (message.receiptHandle !== undefined) this.byReceiptHandle.delete(message.receiptHandle);
    this.options.journal?.delete(message.messageId);
  }
}
