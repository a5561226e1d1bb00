import type { OrderEvent } from '../src/events/order-event.js';
import type { EventPublisher, PublishFailure } from '../src/ports/event-publisher.js';

/** The id that consumers recognise an event by. */
export function eventId({ detail }: OrderEvent): string {
  return detail.metadata.eventId;
}

/** A bus that takes every event but those it is told to refuse. */
export class FakeBus implements EventPublisher {
  /** What was taken, in its order. */
  readonly taken: OrderEvent[] = [];
  /** How many events each call handed over. */
  readonly calls: number[] = [];

  constructor(private readonly refuses: (event: OrderEvent) => boolean = () => false) {}

  async publish(events: readonly OrderEvent[]): Promise<readonly PublishFailure[]> {
    this.calls.push(events.length);
    const failures: PublishFailure[] = [];
    for (const event of events) {
      if (this.refuses(event)) {
        failures.push({ eventId: eventId(event), code: 'ThrottlingException' });
      } else {
        this.taken.push(structuredClone(event));
      }
    }
    return failures;
  }
}
