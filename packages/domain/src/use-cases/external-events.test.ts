import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ExternalEvent } from '../external-event/external-event.js';
import { RecordedEvents } from '../../test/recorded-events.js';
import { LIMITS } from '../order/limits.js';
import type { PlatformEvent } from '../events/platform-event.js';
import { anEventRecord, BUILT_AT } from '../testing/builders.js';
import { RecordEvent } from './record-event.js';
import { IngestEvent, type IngestEventCommand } from './ingest-event.js';

function anIngestion() {
  const queued: ExternalEvent[] = [];
  let count = 0;
  const ids = {
    randomId: () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`,
    digest: (text: string) => createHash('sha256').update(text).digest('hex'),
  };
  const ingestEvent = new IngestEvent({ enqueue: async (event) => void queued.push(event) }, ids, {
    now: () => BUILT_AT,
  });
  const ingest = async (changes: Partial<IngestEventCommand> = {}) =>
    ingestEvent.execute({
      actor: { subject: 'machine-7', roles: ['device'] },
      correlationId: 'correlation-1',
      source: 'sensor-01',
      type: 'temperature',
      payload: { value: 22.5 },
      ...changes,
    });
  return { queued, ingest };
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

describe('ingesting an event', () => {
  it('puts it into the queue with an id, a time and its sender', async () => {
    const { queued, ingest } = anIngestion();

    const event = await ingest();

    expect(queued).toEqual([event]);
    expect(event).toEqual({
      eventId: '00000000-0000-4000-8000-000000000001',
      source: 'sensor-01',
      type: 'temperature',
      payload: { value: 22.5 },
      receivedAt: '2026-01-01T00:00:00.000Z',
      correlationId: 'correlation-1',
      sender: 'machine-7',
    });
  });

  it('leaves out the sender if the caller is anonymous', async () => {
    const { ingest } = anIngestion();

    const event = await ingest({ actor: { roles: ['device'] }, idempotencyKey: 'key' });

    expect(event).not.toHaveProperty('sender');
  });

  it('gives a repeat under the same key the same id, and every other event its own', async () => {
    const { ingest } = anIngestion();
    const idempotencyKey = 'key';

    const first = await ingest({ idempotencyKey });
    const again = await ingest({ idempotencyKey });
    const others = [
      await ingest(),
      await ingest({ idempotencyKey: 'yek' }),
      await ingest({ idempotencyKey, payload: { value: 23.5 } }),
      await ingest({ idempotencyKey, actor: { subject: 'machine-8', roles: ['device'] } }),
    ];

    expect(again.eventId).toBe(first.eventId);
    expect(others.map(({ eventId }) => eventId)).not.toContain(first.eventId);
  });

  it('derives the same ids in every release', async () => {
    const { ingest } = anIngestion();

    const { eventId } = await ingest({ idempotencyKey: 'key' });

    expect(eventId).toBe('5eea5be3-d350-82c4-9297-548ab01e1b9d');
  });

  it.each<[string, Partial<IngestEventCommand>]>([
    ['source', { source: 'a b' }],
    ['source', { source: 'x'.repeat(LIMITS.eventNameLength + 1) }],
    ['type', { type: '' }],
    ['payload', { payload: undefined }],
    ['payload', { payload: Infinity }],
    ['payload', { payload: { a: [Number.NaN] } }],
    ['payload', { payload: nested(LIMITS.requestDepth + 2) }],
    ['idempotencyKey', { idempotencyKey: '' }],
    ['correlationId', { correlationId: 'a b' }],
  ])('refuses a %s that breaks its rule', async (field, changes) => {
    const { queued, ingest } = anIngestion();

    await expect(ingest(changes)).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      issues: [expect.objectContaining({ field })],
    });
    expect(queued).toEqual([]);
  });

  it.each([null, true, 'text', 0, [], nested(LIMITS.requestDepth)])(
    'accepts the payload %j',
    async (payload) => {
      const { queued, ingest } = anIngestion();

      await ingest({ payload });

      expect(queued).toHaveLength(1);
    },
  );
});

function recorder(failures: string[] = []) {
  let reads = 0;
  class CountedRecords extends RecordedEvents {
    override async find(eventId: string) {
      reads += 1;
      return super.find(eventId);
    }
  }
  const records = new CountedRecords();
  const announced: PlatformEvent[] = [];
  const recordEvent = new RecordEvent(records, {
    publish: async ([event]) => {
      const code = failures.shift();
      if (code !== undefined) return [{ eventId: 'x', code, final: false }];
      if (event !== undefined) announced.push(event);
      return [];
    },
  });
  return { recordEvent, stored: records.records, reads: () => reads, announced };
}

describe('recording an event', () => {
  it('stores it once, and announces it', async () => {
    const { recordEvent, stored, reads, announced } = recorder();
    const record = anEventRecord();

    expect(await recordEvent.execute(record)).toBe('added');

    expect(reads()).toBe(0);
    expect([...stored.values()]).toEqual([record]);
    expect(announced).toMatchObject([{ type: 'Event Recorded', detail: { type: 'temperature' } }]);
  });

  it('announces the stored event with the same id if the first announcement failed', async () => {
    const { recordEvent, announced } = recorder(['ThrottlingException']);
    const record = anEventRecord();

    await expect(recordEvent.execute(record)).rejects.toMatchObject({
      code: 'EVENT_NOT_ANNOUNCED',
      failure: 'ThrottlingException',
    });
    const again = await recordEvent.execute({ ...record, receivedAt: '2026-02-01T00:00:00.000Z' });

    expect(again).toBe('known');
    expect(announced).toMatchObject([
      { detail: { metadata: { eventId: `${record.eventId}:1:0`, occurredAt: record.receivedAt } } },
    ]);
  });
});
