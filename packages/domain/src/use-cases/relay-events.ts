import type { OrderEvent } from '../events/order-event.js';
import type { DeadLetter, DeadLetters } from '../ports/dead-letters.js';
import type { EventPublisher, PublishFailure } from '../ports/event-publisher.js';

/** The events of one committed change, in their order. */
export type CommittedEvents = readonly OrderEvent[];

/** How far a relay came. */
export interface RelayResult {
  /**
   * How many changes, from the first, are done: the bus took their events, or refused them for good.
   * From there on all is to be relayed again.
   */
  readonly relayed: number;
  /** The events of these changes that the bus refused for good, now kept as dead letters. */
  readonly deadLetters: readonly DeadLetter<OrderEvent>[];
}

/**
 * Hands committed events to the bus: of each order in the sequence of its changes, at least once,
 * each with the id it was committed with. An event that the bus refuses for good goes to the dead
 * letters instead, and nothing waits for it. Writes no order, so it can be run again at any time.
 */
export class RelayEvents {
  constructor(
    private readonly publisher: EventPublisher,
    private readonly deadLetters: DeadLetters,
  ) {}

  /**
   * Publishes the changes of many orders, given in the sequence in which they were committed, and
   * stops at the first that was refused for a reason that may pass. What stands behind it is to be
   * relayed again, so none of it becomes a dead letter yet.
   *
   * @throws whatever the bus or the dead letters throw: all is to be relayed again.
   */
  async execute(changes: readonly CommittedEvents[]): Promise<RelayResult> {
    const deadLetters: DeadLetter<OrderEvent>[] = [];
    let relayed = 0;
    while (relayed < changes.length) {
      const wave = nextWave(changes, relayed);
      const failures = await this.publish(wave.flat());
      const done = firstToWait(wave, failures);
      for (const letter of refusedForGood(wave.slice(0, done), failures)) {
        await this.deadLetters.add(letter);
        deadLetters.push(letter);
      }
      relayed += done;
      if (done < wave.length) break;
    }
    return { relayed, deadLetters };
  }

  /** What the bus did not take, by the event's id. */
  private async publish(events: readonly OrderEvent[]): Promise<Failures> {
    const failures = events.length === 0 ? [] : await this.publisher.publish(events);
    return new Map(failures.map((failure) => [failure.eventId, failure]));
  }
}

type Failures = ReadonlyMap<string, PublishFailure>;

/** The place of the first change of which an event may still be taken; behind the last if none. */
function firstToWait(wave: readonly CommittedEvents[], failures: Failures): number {
  const first = wave.findIndex((change) =>
    change.some(({ detail }) => failures.get(detail.metadata.eventId)?.final === false),
  );
  return first === -1 ? wave.length : first;
}

function refusedForGood(
  changes: readonly CommittedEvents[],
  failures: Failures,
): readonly DeadLetter<OrderEvent>[] {
  return changes.flat().flatMap((event) => {
    const failure = failures.get(event.detail.metadata.eventId);
    return failure === undefined ? [] : [{ event, code: failure.code }];
  });
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
