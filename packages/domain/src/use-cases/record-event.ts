import { EventNotAnnouncedError } from '../errors.js';
import { eventRecorded } from '../external-event/event-recorded.js';
import type { EventPublisher } from '../ports/event-publisher.js';
import type { EventRecord, EventRecords } from '../ports/event-records.js';

/**
 * Stores an external event once, then announces it. The message that brought the event is the outbox:
 * it is gone only when both are done, and whoever gets it again announces what was stored, under the
 * same id. So a crash in between loses nothing, and doubles nothing that deduplicates by id.
 */
export class RecordEvent {
  constructor(
    private readonly records: EventRecords,
    private readonly publisher: EventPublisher,
  ) {}

  /**
   * Returns whether the record is a new one.
   *
   * @throws {EventNotAnnouncedError} where the bus did not take the announcement.
   */
  async execute(record: EventRecord): Promise<'added' | 'known'> {
    const outcome = await this.records.add(record);
    const stored = outcome === 'known' ? await this.records.find(record.eventId) : undefined;
    const [failure] = await this.publisher.publish([eventRecorded(stored ?? record)]);
    if (failure !== undefined) throw new EventNotAnnouncedError(record.eventId, failure.code);
    return outcome;
  }
}
