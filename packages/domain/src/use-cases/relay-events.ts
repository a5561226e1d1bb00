import type { OrderEvent } from '../events/order-event.js';
import type { EventPublisher } from '../ports/event-publisher.js';

/** The events of one committed change, in their order. */
export type CommittedEvents = readonly OrderEvent[];

/**
 * Hands committed events to the bus: of each order in the sequence of its changes, at least once,
 * each with the id it was committed with. Writes nothing, so it can be run again at any time.
 */
export class RelayEvents {
  constructor(private readonly publisher: EventPublisher) {}

  /**
   * Publishes the changes of many orders, given in the sequence in which they were committed, and
   * answers how many of them, from the first, were taken whole. From there on all is to be relayed
   * again, and nothing that was not taken is left behind.
   */
  async execute(changes: readonly CommittedEvents[]): Promise<number> {
    let relayed = 0;
    while (relayed < changes.length) {
      const wave = nextWave(changes, relayed);
      const taken = await this.publish(wave);
      relayed += taken;
      if (taken < wave.length) break;
    }
    return relayed;
  }

  /** How many changes of the wave, from the first, the bus took whole. */
  private async publish(wave: readonly CommittedEvents[]): Promise<number> {
    const events = wave.flat();
    if (events.length === 0) return wave.length;

    const failures = await this.publisher.publish(events);
    const failed = new Set(failures.map(({ eventId }) => eventId));
    const first = wave.findIndex((change) =>
      change.some(({ detail }) => failed.has(detail.metadata.eventId)),
    );
    return first === -1 ? wave.length : first;
  }
}

/**
 * As many of the next changes as can go out together: at most one of each order, because the bus
 * may refuse one event and take the next, and an order's later event must not overtake.
 */
function nextWave(changes: readonly CommittedEvents[], start: number): readonly CommittedEvents[] {
  const orders = new Set<string>();
  let end = start;
  for (const change of changes.slice(start)) {
    const orderId = change[0]?.detail.orderId;
    if (orderId !== undefined) {
      if (orders.has(orderId)) break;
      orders.add(orderId);
    }
    end += 1;
  }
  return changes.slice(start, end);
}
