import type { EventBridgeEnvelope } from '@snacks/adapters-memory';

import { RingBuffer } from './ring-buffer.js';

/** The latest events that the bus accepted, for inspection. */
export class RecentEvents extends RingBuffer<EventBridgeEnvelope> {
  /** The maximum number of events. */
  static readonly LIMIT = 1_000;

  private readonly listeners: ((event: EventBridgeEnvelope) => void)[] = [];

  constructor() {
    super(RecentEvents.LIMIT);
  }

  override add(event: EventBridgeEnvelope): void {
    super.add(event);
    for (const listen of this.listeners) listen(event);
  }

  /** Calls a function with each new event. */
  onAdd(listen: (event: EventBridgeEnvelope) => void): void {
    this.listeners.push(listen);
  }
}
