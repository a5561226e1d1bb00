import type { Clock, IdGenerator } from '@snacks/domain';
import {
  isMessageText,
  MAX_MESSAGE_BYTES,
  messageBytes,
  MessageContentsError,
  MessageTooLargeError,
} from './message-limits.js';
import {
  QueueMessage,
  type MessageAttributes,
  type MessageSnapshot,
  type ReceivedMessage,
} from './queue-message.js';
import { TimerQueue } from '../time/timer-queue.js';
import { LinkedQueue } from './linked-queue.js';

/** When a message that nobody manages to handle goes to another queue. */
export interface RedrivePolicy {
  readonly deadLetterQueue: InMemoryQueue;
  /** A message is received at most this often: 1 or more. */
  readonly maxReceiveCount: number;
}

/** What a queue is told when it is made. */
export interface QueueOptions {
  /** Of its own among all queues. */
  readonly name: string;
  readonly clock: Clock;
  /** Gives the message ids. */
  readonly ids: Pick<IdGenerator, 'randomId'>;
  /** For how long a message that was received is hidden, in milliseconds. */
  readonly visibilityTimeout: number;
  /** For how long a message is kept from when it was first sent, in milliseconds. */
  readonly retention: number;
  /** Where this is left out, a message is received again and again for as long as it is kept. */
  readonly redrive?: RedrivePolicy;
}

/** How many messages can be received, and how many were received and are hidden. */
export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
}

const NO_ATTRIBUTES: MessageAttributes = {};

/**
 * A queue that behaves like a standard queue of Amazon SQS, where the time is the clock's:
 *
 * - A message that is received is hidden for the visibility timeout. Who has handled it deletes it;
 *   otherwise it becomes visible again, behind the messages that wait then.
 * - Under a redrive policy, a message that becomes visible again after `maxReceiveCount` receives
 *   goes to the dead-letter queue instead, with its id, its body, its attributes and the time at
 *   which it was first sent.
 * - A message is dropped once it is as old as the retention, counted from when it was first sent,
 *   in whichever queue that was.
 *
 * Unlike SQS it hands out whatever waits at once and in its order, and never twice by mistake.
 * Nothing happens by itself: every call first carries out what has become due since the last one,
 * so who wants to be in time asks {@link nextVisibleAt}. A call costs constant time per message it
 * is about, and the logarithm of how many are in flight and how many are kept, never a walk.
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
  private readonly listeners = new Set<() => void>();

  constructor(options: QueueOptions) {
    this.name = options.name;
    this.options = options;
  }

  /** For how long a received message is hidden and how long one is kept, and where it goes then. */
  get settings(): Pick<QueueOptions, 'visibilityTimeout' | 'retention' | 'redrive'> {
    return this.options;
  }

  /**
   * Sends a message and returns its id.
   *
   * @throws {MessageTooLargeError} where body and attributes come to more than 1 MiB.
   * @throws {MessageContentsError} where one of them is empty, or has characters beyond XML 1.0.
   */
  send(body: string, attributes: MessageAttributes = NO_ATTRIBUTES): string {
    const bytes = messageBytes(body, attributes);
    if (bytes > MAX_MESSAGE_BYTES) throw new MessageTooLargeError(this.name, bytes);

    const texts = [body, ...Object.values(attributes)];
    if (!texts.every(isMessageText)) throw new MessageContentsError(this.name);

    const { clock, ids } = this.options;
    const messageId = ids.randomId();
    this.take(new QueueMessage(messageId, body, { ...attributes }, clock.now()));
    return messageId;
  }

  /**
   * Receives the messages that have waited longest, at most `max`.
   *
   * @param visibilityTimeout for how long they are hidden, in milliseconds; the queue's by default.
   */
  receive(
    max: number,
    visibilityTimeout: number = this.options.visibilityTimeout,
  ): readonly ReceivedMessage[] {
    const now = this.processDue();
    const received: ReceivedMessage[] = [];
    while (received.length < max) {
      const message = this.visible.takeFirst();
      if (message === undefined) break;

      this.receives += 1;
      const receiptHandle = `${this.name}#${this.receives}`;
      if (message.receiptHandle !== undefined) this.byReceiptHandle.delete(message.receiptHandle);
      this.byReceiptHandle.set(receiptHandle, message);
      message.receiptHandle = receiptHandle;
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      this.hide(message, now + visibilityTimeout);
      received.push(message.received(receiptHandle, message.firstReceivedAt));
    }
    return received;
  }

  /**
   * Deletes the message of a receive, also when it has become visible again meanwhile. Answers
   * whether there was one: a handle of an earlier receive of the message, or of a message that is
   * gone, deletes nothing.
   */
  delete(receiptHandle: string): boolean {
    this.processDue();
    const message = this.byReceiptHandle.get(receiptHandle);
    if (message !== undefined) this.forget(message);
    return message !== undefined;
  }

  /**
   * Hides the message of a receive until some milliseconds from now; with 0 it is visible at once.
   * Returns whether there was one in flight: otherwise nothing happens.
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
   * When there is next something to receive, or a message to move to the dead-letter queue (which
   * a receive does), in milliseconds since the epoch: not in the future where one waits.
   * `undefined` where the queue is empty.
   */
  nextVisibleAt(): number | undefined {
    const now = this.processDue();
    return this.visible.length > 0 ? now : this.hidden.nextAt();
  }

  /**
   * Calls the listener whenever a message has come in, sent or moved here from another queue.
   * Returns how to call it off.
   */
  onSend(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get depth(): QueueDepth {
    this.processDue();
    return { visible: this.visible.length, inFlight: this.inFlight };
  }

  /** All messages, without receiving them: the visible ones in their order, then those in flight. */
  messages(): readonly MessageSnapshot[] {
    this.processDue();
    const snapshots = this.visible.toArray().map((message) => message.snapshot());
    for (const message of this.byReceiptHandle.values()) {
      if (message.hidden !== undefined) snapshots.push(message.snapshot());
    }
    return snapshots;
  }

  /**
   * Moves all visible messages to another queue and returns how many, as `StartMessageMoveTask`
   * does: they are sent anew, with a new id, a retention and a receive count that start anew.
   */
  redriveTo(queue: InMemoryQueue): number {
    this.processDue();
    let moved = 0;
    // Only those that are visible now: the target may be this very queue.
    for (let waiting = this.visible.length; waiting > 0; waiting -= 1) {
      const message = this.visible.takeFirst();
      if (message === undefined) break;
      this.forget(message);
      queue.send(message.body, message.attributes);
      moved += 1;
    }
    return moved;
  }

  /** Carries out what has become due, in the order in which it did, and returns the time. */
  private processDue(): number {
    const now = this.options.clock.now();
    for (;;) {
      const expiresAt = this.expiry.nextAt() ?? Infinity;
      const returnsAt = this.hidden.nextAt() ?? Infinity;
      if (Math.min(expiresAt, returnsAt) > now) return now;

      if (expiresAt <= returnsAt) {
        const expired = this.expiry.takeDue(now);
        if (expired !== undefined) this.forget(expired.item);
      } else {
        const returned = this.hidden.takeDue(now);
        if (returned !== undefined) this.putBack(returned.item);
      }
    }
  }

  private putBack(message: QueueMessage): void {
    this.unhide(message);
    const { redrive } = this.options;
    if (redrive === undefined || message.receiveCount < redrive.maxReceiveCount) {
      message.place = this.visible.join(message);
      return;
    }
    this.forget(message);
    redrive.deadLetterQueue.take(message.moved());
  }

  private take(message: QueueMessage): void {
    message.expiry = this.expiry.add(message.sentAt + this.options.retention, message);
    message.place = this.visible.join(message);
    for (const listener of this.listeners) listener();
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

  private forget(message: QueueMessage): void {
    this.unhide(message);
    if (message.place !== undefined) this.visible.leave(message.place);
    if (message.expiry !== undefined) this.expiry.cancel(message.expiry);
    if (message.receiptHandle !== undefined) this.byReceiptHandle.delete(message.receiptHandle);
  }
}
