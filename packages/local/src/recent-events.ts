import type { EventBridgeEnvelope } from '@snacks/adapters-memory';

/** The latest events that the bus took, for looking at. Older ones are forgotten, and counted. */
export class RecentEvents {
  /** How many events are kept. */
  static readonly LIMIT = 1_000;

  private readonly events: EventBridgeEnvelope[] = [];
  private taken = 0;

  add(envelope: EventBridgeEnvelope): void {
    this.events[this.taken % RecentEvents.LIMIT] = envelope;
    this.taken += 1;
  }

  /** The kept events, oldest first. */
  get kept(): readonly EventBridgeEnvelope[] {
    const start = this.taken % RecentEvents.LIMIT;
    return this.taken <= RecentEvents.LIMIT
      ? this.events.slice()
      : [...this.events.slice(start), ...this.events.slice(0, start)];
  }

  /** How many events were forgotten. */
  get forgotten(): number {
    return Math.max(0, this.taken - RecentEvents.LIMIT);
  }
}
