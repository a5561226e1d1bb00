import type { EventBridgeEnvelope } from '@snacks/adapters-memory';

import { RingBuffer } from './ring-buffer.js';

/** An event with its number: the first event that the bus accepted is number 1. */
export interface NumberedEvent {
  readonly number: number;
  readonly event: EventBridgeEnvelope;
}

/** The latest events that the bus accepted, for inspection. */
export class RecentEvents extends RingBuffer<EventBridgeEnvelope> {
  /** The maximum number of events. */
  static readonly LIMIT = 1_000;

  private readonly subscribers = new Set<(numbered: NumberedEvent) => void>();

  constructor() {
    super(RecentEvents.LIMIT);
  }

  override add(event: EventBridgeEnvelope): void {
    super.add(event);
    const number = this.total;
    for (const notify of this.subscribers) notify({ number, event });
  }

  /** The events after a number, oldest first, as far as they are kept. */
  after(number: number): NumberedEvent[] {
    const { dropped, items } = this;
    const first = Math.max(number, dropped);
    return items
      .slice(first - dropped)
      .map((event, index) => ({ number: first + index + 1, event }));
  }

  /** Calls a function with each new event. Returns the function that ends it. */
  subscribe(notify: (numbered: NumberedEvent) => void): () => void {
    this.subscribers.add(notify);
    return () => this.subscribers.delete(notify);
  }
}
