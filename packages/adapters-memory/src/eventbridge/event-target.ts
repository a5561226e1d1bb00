import type { EventBridgeEnvelope } from './event-bridge-envelope.js';
import type { InMemoryQueue } from '../sqs/in-memory-queue.js';

/** Where a rule sends the events that it matches. */
export interface Target {
  /** Of its own among the targets of a rule. */
  readonly name: string;
  /** Takes an event: a copy of its own. It failed to where this throws or rejects. */
  deliver(envelope: EventBridgeEnvelope): Promise<void> | void;
}

/** A target that wants the event as JSON, and so spares the bus reading it. */
export class QueueTarget implements Target {
  constructor(private readonly queue: InMemoryQueue) {}

  get name(): string {
    return this.queue.name;
  }

  deliver(envelope: EventBridgeEnvelope): void {
    this.deliverText(JSON.stringify(envelope));
  }

  /** Takes the JSON of an envelope. */
  deliverText(text: string): void {
    this.queue.send(text);
  }
}

/** A target that sends the event to a queue: the message's body is the envelope as JSON. */
export function queueTarget(queue: InMemoryQueue): Target {
  return new QueueTarget(queue);
}
