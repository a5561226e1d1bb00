import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ExternalEvent } from '../external-event/external-event.js';
import { KeptEvents } from '../../test/kept-events.js';
import { LIMITS } from '../order/limits.js';
import type { PlatformEvent } from '../ports/event-publisher.js';
import { anEventRecord, BUILT_AT } from '../testing/builders.js';
import { RecordEvent } from './record-event.js';
import { IngestEvent, type IngestEventCommand } from './ingest-event.js';

function intake() {
  const queued: ExternalEvent[] = [];
  let made = 0;
  const ids = {
    randomId: () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`,
    digest: (text: string) => createHash('sha256').update(text).digest('hex'),
  };
  const ingestEvent = new IngestEvent({ enqueue: async (event) => void queued.push(event) }, ids, {
    now: () => BUILT_AT,
  });
  const take = async (changes: Partial<IngestEventCommand> = {}) =>
    ingestEvent.execute({
      actor: { subject: 'machine-7', roles: ['device'] },
      correlationId: 'correlation-1',
      source: 'sensor-01',
      type: 'temperature',
      payload: { value: 22.5 },
      ...changes,
    });
  return { queued, take };
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

describe('taking an event', () => {
  it('puts it into the queue with an id, a time and its sender', async () => {
    const { queued, take } = intake();

    const event = await take();

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

  it('names no sender where the caller is not known', async () => {
    const { take } = intake();

    const event = await take({ actor: { roles: ['device'] }, idempotencyKey: 'key' });

    expect(event).not.toHaveProperty('sender');
  });

  it('gives the same event under the same key the same id, and every other another', async () => {
    const { take } = intake();
    const idempotencyKey = 'key';

    const first = await take({ idempotencyKey });
    const again = await take({ idempotencyKey });
    const others = [
      await take(),
      await take({ idempotencyKey: 'yek' }),
      await take({ idempotencyKey, payload: { value: 23.5 } }),
      await take({ idempotencyKey, actor: { subject: 'machine-8', roles: ['device'] } }),
    ];

    expect(again.eventId).toBe(first.eventId);
    expect(others.map(({ eventId }) => eventId)).not.toContain(first.eventId);
  });

  it('derives ids that stay the same from release to release', async () => {
    const { take } = intake();

    const { eventId } = await take({ idempotencyKey: 'key' });

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
    const { queued, take } = intake();

    await expect(take(changes)).rejects.toMatchObject({
      code: 'ORDER_INVALID',
      issues: [expect.objectContaining({ field })],
    });
    expect(queued).toEqual([]);
  });

  it.each([null, true, 'text', 0, [], nested(LIMITS.requestDepth)])('takes %j', async (payload) => {
    const { queued, take } = intake();

    await take({ payload });

    expect(queued).toHaveLength(1);
  });
});

function recorder(failures: string[] = []) {
  let reads = 0;
  class ReadEvents extends KeptEvents {
    override async find(eventId: string) {
      reads += 1;
      return super.find(eventId);
    }
  }
  const records = new ReadEvents();
  const announced: PlatformEvent[] = [];
  const recordEvent = new RecordEvent(records, {
    publish: async ([event]) => {
      const code = failures.shift();
      if (code !== undefined) return [{ eventId: 'x', code, final: false }];
      if (event !== undefined) announced.push(event);
      return [];
    },
  });
  return { recordEvent, stored: records.kept, reads: () => reads, announced };
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

  it('announces what was stored, under the same id, where it did not come to that before', async () => {
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
