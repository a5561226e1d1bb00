import type { OrderEvent } from '../src/events/order-event.js';
import type { EventPublisher, PublishFailure } from '../src/ports/event-publisher.js';

/** The id that consumers recognise an event by. */
export function eventId({ detail }: OrderEvent): string {
  return detail.metadata.eventId;
}

const FAILURES = {
  refused: { code: 'ThrottlingException', final: false },
  'refused for good': { code: 'MalformedDetail', final: true },
} as const;

/** What becomes of an event at the bus. */
export type Reception = 'taken' | keyof typeof FAILURES;

/** A bus that takes every event but those it is told to refuse. */
export class FakeBus implements EventPublisher {
  /** What was taken, in its order. */
  readonly taken: OrderEvent[] = [];
  /** How many events each call handed over. */
  readonly calls: number[] = [];

  constructor(private readonly receive: (event: OrderEvent) => Reception = () => 'taken') {}

  async publish(events: readonly OrderEvent[]): Promise<readonly PublishFailure[]> {
    this.calls.push(events.length);
    const failures: PublishFailure[] = [];
    for (const event of events) {
      const reception = this.receive(event);
      if (reception === 'taken') this.taken.push(structuredClone(event));
      else failures.push({ eventId: eventId(event), ...FAILURES[reception] });
    }
    return failures;
  }
}
