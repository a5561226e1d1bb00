import type { Appointment } from '../time/timer-queue.js';
import type { QueueNode } from './linked-queue.js';

/** Names and values that travel beside a message's body. */
export type MessageAttributes = Readonly<Record<string, string>>;

interface MessageFields {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** How often it was received, in this queue and in those that it came from by redrive policy. */
  readonly receiveCount: number;
  /** When it was first sent, in milliseconds since the epoch. */
  readonly sentAt: number;
}

/** A message as a receiver gets it. */
export interface ReceivedMessage extends MessageFields {
  /** What this receive is returned by; the next receive of the message has another. */
  readonly receiptHandle: string;
  /** When it was first received, in milliseconds since the epoch. */
  readonly firstReceivedAt: number;
}

/** A message as it is seen by who looks into the queue without receiving. */
export interface MessageSnapshot extends MessageFields {
  /** `in flight` while it is hidden because somebody received it. */
  readonly state: 'visible' | 'in flight';
}

/** A message in one queue, and what the queue knows of it. */
export class QueueMessage {
  /** In this queue: what the redrive policy counts. */
  receiveCount = 0;
  /** Of the latest receive here; it holds even once the message is visible again. */
  receiptHandle: string | undefined;
  /** Where it stands among the visible ones, or last stood. */
  place: QueueNode<QueueMessage> | undefined;
  /** When it becomes visible again, while it is in flight. */
  hidden: Appointment<QueueMessage> | undefined;
  /** When it is dropped. */
  expiry: Appointment<QueueMessage> | undefined;

  constructor(
    readonly messageId: string,
    readonly body: string,
    readonly attributes: MessageAttributes,
    readonly sentAt: number,
    private readonly receivedElsewhere = 0,
    public firstReceivedAt?: number,
  ) {}

  /** The same message as it arrives in a dead-letter queue. */
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
