import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { anEventRecord } from '../testing/builders.js';
import { eventRecorded, EVENT_RECORDED_VERSION } from './event-recorded.js';
import { EVENT_RECORDED_SCHEMA } from './event-recorded-schema.js';
import { isExternalEvent } from './external-event.js';

const FILE = new URL(
  `../../schemas/event-recorded.v${EVENT_RECORDED_VERSION}.json`,
  import.meta.url,
);

const ajv = new Ajv2020({ strictTypes: false });
addFormats.default(ajv);
const validate = ajv.compile(EVENT_RECORDED_SCHEMA);

describe('Event Recorded', () => {
  it.each([
    anEventRecord(),
    anEventRecord({ payload: null, sender: 'machine-7' }),
    anEventRecord({ refusal: { code: 'TOTAL_MISMATCH', message: 'no' } }),
  ])('is valid by its schema, and does not have the sender: %j', (record) => {
    const { detail } = eventRecorded(record);

    expect(validate(JSON.parse(JSON.stringify(detail)))).toBe(true);
    expect(JSON.stringify(detail)).not.toContain('machine-7');
  });

  it('has the refusal of an event that was refused', () => {
    const refusal = { code: 'TOTAL_MISMATCH', message: 'no' };

    expect(eventRecorded(anEventRecord({ refusal })).detail.refusal).toEqual(refusal);
    expect(eventRecorded(anEventRecord()).detail).not.toHaveProperty('refusal');
  });

  it('is the same at every announcement of a record', () => {
    const record = anEventRecord();

    expect(eventRecorded(record)).toEqual(eventRecorded(structuredClone(record)));
    expect(eventRecorded(record).detail.metadata.eventId).toBe(`${record.eventId}:1:0`);
  });

  it('has a published schema, which never changes (npm run docs:update writes a new one)', () => {
    const current = `${JSON.stringify(EVENT_RECORDED_SCHEMA, null, 2)}\n`;
    if (process.env.UPDATE_DOCS === '1' && !existsSync(FILE)) writeFileSync(FILE, current);

    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(current));
  });
});

describe('an external event', () => {
  it.each([
    ['null', null],
    ['an id that is not a UUID', { ...anEventRecord(), eventId: '7' }],
    ['a source with spaces', { ...anEventRecord(), source: 'a b' }],
    ['no type', { ...anEventRecord(), type: '' }],
    ['no payload', { ...anEventRecord(), payload: undefined }],
    ['no time', { ...anEventRecord(), receivedAt: 'now' }],
    ['a correlation id with spaces', { ...anEventRecord(), correlationId: 'a b' }],
    ['an empty sender', { ...anEventRecord(), sender: '' }],
  ])('is not valid: %s', (_what, value) => {
    expect(isExternalEvent(value)).toBe(false);
  });

  it('is valid with and without a sender', () => {
    expect(isExternalEvent(anEventRecord())).toBe(true);
    expect(isExternalEvent(anEventRecord({ sender: 'machine-7' }))).toBe(true);
  });
});
