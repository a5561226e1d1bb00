import type { EventBridgeEnvelope } from '@snacks/adapters-memory';

import { Recent } from './recent.js';

/** The latest events that the bus took, for looking at. */
export class RecentEvents extends Recent<EventBridgeEnvelope> {
  /** How many events are kept. */
  static readonly LIMIT = 1_000;

  constructor() {
    super(RecentEvents.LIMIT);
  }
}
