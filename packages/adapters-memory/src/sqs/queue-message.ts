import type { TimerEntry } from '../time/timer-queue.js';
import type { QueueNode } from './linked-queue.js';

/** The names and values of a message's attributes. */
export type MessageAttributes = Readonly<Record<string, string>>;

interface MessageFields {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** The number of receives, in this queue and in the queues that a redrive policy moved it from. */
  readonly receiveCount: number;
  /** The time of the first send, in milliseconds since the epoch. */
  readonly sentAt: number;
}

/** A message as a receiver gets it. */
export interface ReceivedMessage extends MessageFields {
  /** Identifies this receive. The next receive of the message has another handle. */
  readonly receiptHandle: string;
  /** The time of the first receive, in milliseconds since the epoch. */
  readonly firstReceivedAt: number;
}

/** The state of a message in its queue, read without receiving it. */
export interface MessageSnapshot extends MessageFields {
  /** `in flight` while the message is hidden after a receive. */
  readonly state: 'visible' | 'in flight';
}

/** A message as a journal stores it: what its queue needs to continue with it in a later process. */
export interface StoredMessage {
  /** The name of the queue that has the message. */
  readonly queue: string;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** The time of the first send, in milliseconds since the epoch. */
  readonly sentAt: number;
  /** The number of receives in this queue. */
  readonly receiveCount: number;
  /** The number of receives in the queues that a redrive policy moved the message from. */
  readonly receivedElsewhere: number;
  /** The time of the first receive, in milliseconds since the epoch. Left out before it. */
  readonly firstReceivedAt?: number;
}

/** A message with its state in one queue. */
export class QueueMessage {
  /** The receives in this queue, which the redrive policy counts. */
  receiveCount = 0;
  /** The handle of the latest receive. It stays valid after the message is visible again. */
  receiptHandle: string | undefined;
  /** The latest node among the visible messages. */
  node: QueueNode<QueueMessage> | undefined;
  /** The timer that makes the message visible again, while it is in flight. */
  hidden: TimerEntry<QueueMessage> | undefined;
  /** The timer that drops the message. */
  expiry: TimerEntry<QueueMessage> | undefined;

  constructor(
    readonly messageId: string,
    readonly body: string,
    readonly attributes: MessageAttributes,
    readonly sentAt: number,
    private readonly receivedElsewhere = 0,
    public firstReceivedAt?: number,
  ) {}

  /** Returns the message that a journal stored. It is not in a queue yet. */
  static restored(stored: StoredMessage): QueueMessage {
    const { messageId, body, attributes, sentAt, receivedElsewhere, firstReceivedAt } = stored;
    const message = new QueueMessage(
      messageId,
      body,
      attributes,
      sentAt,
      receivedElsewhere,
      firstReceivedAt,
    );
    message.receiveCount = stored.receiveCount;
    return message;
  }

  /** Returns the message for a dead-letter queue. */
  moved(): QueueMessage {
    const { messageId, body, attributes, sentAt, firstReceivedAt } = this;
    const received = this.receivedElsewhere + this.receiveCount;
    return new QueueMessage(messageId, body, attributes, sentAt, received, firstReceivedAt);
  }

  received(receiptHandle: string, firstReceivedAt: number): ReceivedMessage {
    return {
      messageId: this.messageId,
      receiptHandle,
      body: this.body,
      attributes: this.attributes,
      receiveCount: this.receivedElsewhere + this.receiveCount,
      sentAt: this.sentAt,
      firstReceivedAt,
    };
  }

  /** Returns the record of the message for a journal. */
  stored(queue: string): StoredMessage {
    return {
      queue,
      messageId: this.messageId,
      body: this.body,
      attributes: this.attributes,
      sentAt: this.sentAt,
      receiveCount: this.receiveCount,
      receivedElsewhere: this.receivedElsewhere,
      ...(this.firstReceivedAt !== undefined && { firstReceivedAt: this.firstReceivedAt }),
    };
  }

  snapshot(): MessageSnapshot {
    return {
      messageId: this.messageId,
      body: this.body,
      attributes: this.attributes,
      receiveCount: this.receivedElsewhere + this.receiveCount,
      sentAt: this.sentAt,
      state: this.hidden === undefined ? 'visible' : 'in flight',
    };
  }
}
