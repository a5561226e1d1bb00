import type { EventRecord, EventRecords } from '../src/ports/event-records.js';

/** Records for the domain's own tests: the contract suite is run on them. */
export class KeptEvents implements EventRecords {
  readonly kept = new Map<string, EventRecord>();

  async add(record: EventRecord): Promise<'added' | 'known'> {
    if (this.kept.has(record.eventId)) return 'known';
    this.kept.set(record.eventId, structuredClone(record));
    return 'added';
  }

  async find(eventId: string): Promise<EventRecord | undefined> {
    return this.kept.get(eventId);
  }
}
