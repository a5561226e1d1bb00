import type { OrderEvent } from '../src/events/order-event.js';
import type { EventPublisher, PublishFailure } from '../src/ports/event-publisher.js';

/** The id by which consumers deduplicate an event. */
export function eventId({ detail }: OrderEvent): string {
  return detail.metadata.eventId;
}

const FAILURES = {
  refused: { code: 'ThrottlingException', final: false },
  'refused finally': { code: 'MalformedDetail', final: true },
} as const;

/** What the bus does with an event. */
export type Reception = 'accepted' | keyof typeof FAILURES;

/** A bus that accepts every event unless `receive` returns a refusal. */
export class FakeBus implements EventPublisher {
  /** The accepted events in their order. */
  readonly accepted: OrderEvent[] = [];
  /** The number of events in each call. */
  readonly calls: number[] = [];

  constructor(private readonly receive: (event: OrderEvent) => Reception = () => 'accepted') {}

  async publish(events: readonly OrderEvent[]): Promise<readonly PublishFailure[]> {
    this.calls.push(events.length);
    const failures: PublishFailure[] = [];
    for (const event of events) {
      const reception = this.receive(event);
      if (reception === 'accepted') this.accepted.push(structuredClone(event));
      else failures.push({ eventId: eventId(event), ...FAILURES[reception] });
    }
    return failures;
  }
}
