import type { EventBridgeEnvelope } from './event-bridge-envelope.js';
import type { InMemoryQueue } from '../sqs/in-memory-queue.js';

/** Receives the events that match a rule. */
export interface Target {
  /** Unique among the targets of a rule. */
  readonly name: string;
  /** Takes its own copy of an event. The delivery fails if this throws or rejects. */
  deliver(envelope: EventBridgeEnvelope): Promise<void> | void;
}

/** A target that takes the event as JSON, so that the bus need not parse it. */
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

/** Returns a target that sends each event to the queue. The message's body is the envelope as JSON. */
export function queueTarget(queue: InMemoryQueue): Target {
  return new QueueTarget(queue);
}
