import type { OrderEvent } from '../events/order-event.js';
import type { DeadLetter, DeadLetters } from '../ports/dead-letters.js';
import type { EventPublisher, PublishFailure } from '../ports/event-publisher.js';

/** The events of one committed change, in their order. */
export type CommittedEvents = readonly OrderEvent[];

/** What a relay published. */
export interface RelayResult {
  /**
   * The number of changes, from the first one, that are done: the bus accepted each of their events, or
   * its refusal is final. Relay all later changes again.
   */
  readonly relayed: number;
  /** The events of these changes that the bus refused finally. They are stored as dead letters. */
  readonly deadLetters: readonly DeadLetter<OrderEvent>[];
}

/**
 * Publishes committed events on the bus: the events of an order in the sequence of its changes, each at
 * least once and with its committed id. An event with a final refusal becomes a dead letter instead, and
 * does not hold back later events. Changes no order, so that it can be repeated at any time.
 */
export class RelayEvents {
  constructor(
    private readonly publisher: EventPublisher,
    private readonly deadLetters: DeadLetters,
  ) {}

  /**
   * Publishes the changes of many orders, in the sequence of their commits. Stops at the first change
   * that the bus refuses for now: the later ones are to be relayed again, so that none of them becomes a
   * dead letter yet.
   *
   * @throws the error of the bus or of the dead letters. Relay all changes again.
   */
  async execute(changes: readonly CommittedEvents[]): Promise<RelayResult> {
    const deadLetters: DeadLetter<OrderEvent>[] = [];
    let relayed = 0;
    while (relayed < changes.length) {
      const wave = nextWave(changes, relayed);
      const failures = await this.publish(wave.flat());
      const done = firstRefusedForNow(wave, failures);
      for (const letter of refusedFinally(wave.slice(0, done), failures)) {
        await this.deadLetters.add(letter);
        deadLetters.push(letter);
      }
      relayed += done;
      if (done < wave.length) break;
    }
    return { relayed, deadLetters };
  }

  /** The failures by the ids of the events. */
  private async publish(events: readonly OrderEvent[]): Promise<Failures> {
    const failures = events.length === 0 ? [] : await this.publisher.publish(events);
    return new Map(failures.map((failure) => [failure.eventId, failure]));
  }
}

type Failures = ReadonlyMap<string, PublishFailure>;

/** The index of the first change with a refusal that is not final; the length of the wave if there is none. */
function firstRefusedForNow(wave: readonly CommittedEvents[], failures: Failures): number {
  const first = wave.findIndex((change) =>
    change.some(({ detail }) => failures.get(detail.metadata.eventId)?.final === false),
  );
  return first === -1 ? wave.length : first;
}

function refusedFinally(
  changes: readonly CommittedEvents[],
  failures: Failures,
): readonly DeadLetter<OrderEvent>[] {
  if (failures.size === 0) return [];
  return changes.flat().flatMap((event) => {
    const failure = failures.get(event.detail.metadata.eventId);
    return failure === undefined ? [] : [{ event, code: failure.code }];
  });
}

/**
 * The next changes that can be published together: at most one of each order. The bus may refuse one
 * event of a request and accept another, and an order's later event must not overtake an earlier one.
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
