import type { EventRecord, EventRecords } from '@snacks/domain/ports';

/** Keeps event records in memory until the process ends. */
export class InMemoryEventRecords implements EventRecords {
  private readonly records = new Map<string, EventRecord>();

  async add(record: EventRecord): Promise<'added' | 'known'> {
    if (this.records.has(record.eventId)) return 'known';
    this.records.set(record.eventId, structuredClone(record));
    return 'added';
  }

  async find(eventId: string): Promise<EventRecord | undefined> {
    return structuredClone(this.records.get(eventId));
  }
}
