import type { EventBridgeEnvelope } from '@snacks/adapters-memory';

import { RingBuffer } from './ring-buffer.js';

/** The latest events that the bus took, for looking at. */
export class RecentEvents extends RingBuffer<EventBridgeEnvelope> {
  /** How many events are kept. */
  static readonly LIMIT = 1_000;

  constructor() {
    super(RecentEvents.LIMIT);
  }
}
