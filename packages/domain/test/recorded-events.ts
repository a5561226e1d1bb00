import type { EventRecord, EventRecords } from '../src/ports/event-records.js';

/** Event records for the domain's own tests. They pass the contract suite. */
export class RecordedEvents implements EventRecords {
  readonly records = new Map<string, EventRecord>();

  async add(record: EventRecord): Promise<'added' | 'known'> {
    if (this.records.has(record.eventId)) return 'known';
    this.records.set(record.eventId, structuredClone(record));
    return 'added';
  }

  async find(eventId: string): Promise<EventRecord | undefined> {
    return this.records.get(eventId);
  }
}
