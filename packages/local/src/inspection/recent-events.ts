import type { EventBridgeEnvelope } from '@snacks/adapters-memory';

import { RingBuffer } from './ring-buffer.js';

/** The latest events that the bus accepted, for inspection. */
export class RecentEvents extends RingBuffer<EventBridgeEnvelope> {
  /** The maximum number of events. */
  static readonly LIMIT = 1_000;

  constructor() {
    super(RecentEvents.LIMIT);
  }
}
