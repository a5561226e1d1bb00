import type { EventRecord, EventRecords } from '@snacks/domain';

/** The records of one process, kept until it ends. */
export class InMemoryEventRecords implements EventRecords {
  private readonly kept = new Map<string, EventRecord>();

  async add(record: EventRecord): Promise<'added' | 'known'> {
    if (this.kept.has(record.eventId)) return 'known';
    this.kept.set(record.eventId, structuredClone(record));
    return 'added';
  }

  async find(eventId: string): Promise<EventRecord | undefined> {
    return structuredClone(this.kept.get(eventId));
  }
}
