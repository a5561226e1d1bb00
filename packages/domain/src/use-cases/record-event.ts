import { EventNotAnnouncedError } from '../errors.js';
import { eventRecorded } from '../external-event/event-recorded.js';
import type { EventPublisher } from '../ports/event-publisher.js';
import type { EventRecord, EventRecords } from '../ports/event-records.js';

/**
 * Stores an external event once, and then announces it on the bus. The queue's message is the outbox: it
 * is deleted only after both. If it is received again, the stored record is announced again with the
 * same id. So a crash in between loses no announcement, and consumers that deduplicate by id see one.
 */
export class RecordEvent {
  constructor(
    private readonly records: EventRecords,
    private readonly publisher: EventPublisher,
  ) {}

  /**
   * Returns `known` if the event was stored before.
   *
   * @throws {EventNotAnnouncedError} if the bus did not accept the announcement. Repeat the call.
   */
  async execute(record: EventRecord): Promise<'added' | 'known'> {
    const outcome = await this.records.add(record);
    const stored = outcome === 'known' ? await this.records.find(record.eventId) : undefined;
    const [failure] = await this.publisher.publish([eventRecorded(stored ?? record)]);
    if (failure !== undefined) throw new EventNotAnnouncedError(record.eventId, failure.code);
    return outcome;
  }
}
