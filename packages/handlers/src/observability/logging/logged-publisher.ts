import type { PlatformEvent } from '@snacks/domain/events';
import type { EventPublisher, PublishFailure } from '@snacks/domain/ports';

import { idsIn } from './ids-in.js';
import type { LogFields, Logger } from './logger.js';

/** A publisher that logs one record with the ids of the event for each event that fails. */
export class LoggedPublisher implements EventPublisher {
  constructor(
    private readonly publisher: EventPublisher,
    private readonly logger: Logger,
  ) {}

  async publish(events: readonly PlatformEvent[]): Promise<readonly PublishFailure[]> {
    const failures = await this.publisher.publish(events).catch((error: unknown) => {
      for (const event of events) this.log(event, { error });
      throw error;
    });
    for (const { eventId, code } of failures) {
      const event = events.find(({ detail }) => detail.metadata.eventId === eventId);
      this.log(event, { eventId, code });
    }
    return failures;
  }

  private log(event: PlatformEvent | undefined, fields: LogFields): void {
    this.logger.warn('event not taken by the bus', { ...idsIn(event), ...fields });
  }
}
