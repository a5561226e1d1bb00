import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { assert, constantFrom, jsonValue, nat, oneof, property } from 'fast-check';

import { eventRecorded } from '../external-event/event-recorded.js';
import { EVENT_RECORDED_SCHEMA } from '../external-event/event-recorded-schema.js';
import { aQueueMessageOf, anEnvelopeOf } from '../testing/bus-messages.js';
import {
  aChangeBy,
  anEventRecord,
  aNewOrder,
  anOrderIn,
  aPendingOrder,
  aPlacing,
} from '../testing/builders.js';
import { ORDER_EVENT_TYPES } from './order-event.js';
import type { PlatformEvent } from './platform-event.js';
import { readBusEvent } from './read-bus-event.js';
import { ORDER_EVENT_SCHEMAS } from './schemas.js';

type Fields = Readonly<Record<string, unknown>>;

const placing = aPlacing({
  customerId: 'customer-1',
  request: { deliveryPreferences: { method: 'pickup' } },
});
const pending = aPendingOrder();

/** An event of each type, as JSON. */
const EVENTS: readonly PlatformEvent[] = [
  placing,
  aChangeBy('update', aNewOrder()),
  aChangeBy('approve', pending),
  aChangeBy('reject', pending),
  aChangeBy('cancel', pending),
  aChangeBy('complete', anOrderIn('PROCESSING')),
  aChangeBy('fail', anOrderIn('PROCESSING')),
]
  .flatMap((change): readonly PlatformEvent[] => change?.events ?? [])
  .concat(eventRecorded(anEventRecord()));

const [created] = EVENTS;
if (created === undefined) throw new Error('There is no event.');
const envelope = anEnvelopeOf(created);

function withDetail(detail: Fields): unknown {
  return { ...envelope, detail: { ...envelope.detail, ...detail } };
}

function withMetadata(metadata: Fields): unknown {
  return withDetail({ metadata: { ...envelope.detail.metadata, ...metadata } });
}

const NOTICE = {
  orderId: placing.order.orderId,
  status: 'NEW',
  eventId: `${placing.order.orderId}:1:0`,
  correlationId: envelope.detail.metadata.correlationId,
};

describe('an event of the bus', () => {
  it('is read in every type', () => {
    expect(EVENTS.map(({ type }) => type)).toEqual([...ORDER_EVENT_TYPES, 'Event Recorded']);
    for (const event of EVENTS) expect(readBusEvent(anEnvelopeOf(event))).toMatchObject({ event });
  });

  it.each([
    ['the envelope of EventBridge', envelope],
    ['a message of SQS in the event of a function', aQueueMessageOf(created)],
    ['a message of SQS from ReceiveMessage', { Body: JSON.stringify(envelope) }],
    ['the body of a message', JSON.stringify(envelope)],
  ])('is read from %s', (_what, message) => {
    expect(readBusEvent(message)).toMatchObject({
      event: created,
      notice: { ...NOTICE, envelopeId: expect.any(String) },
    });
  });

  it('keeps unknown fields, which a later version may add', () => {
    const { event } = readBusEvent(withDetail({ later: 1 }));

    expect(event?.detail).toMatchObject({ later: 1 });
  });
});

describe('the record of an external event', () => {
  it('is read, and is about no order', () => {
    const recorded = eventRecorded(anEventRecord());

    expect(readBusEvent(anEnvelopeOf(recorded))).toEqual({ event: recorded });
  });
});

describe('a message that is no event of the platform', () => {
  it.each([
    undefined,
    null,
    7,
    '',
    'Order Created',
    '[]',
    {},
    [],
    { body: 'Order Created' },
    { body: '{}' },
    { detail: {} },
  ])('is refused: %j', (message) => {
    expect(readBusEvent(message).refusal).toMatchObject({
      code: 'NOT_AN_ENVELOPE',
      message: expect.stringContaining('must be the envelope of EventBridge'),
    });
  });

  it('is refused as a batch, whose records are to be passed one by one', () => {
    const { refusal } = readBusEvent({ Records: [aQueueMessageOf(created)] });

    expect(refusal).toMatchObject({
      code: 'NOT_AN_ENVELOPE',
      message: 'must be one message: pass each of the Records',
    });
  });

  it('is refused with another source', () => {
    expect(readBusEvent({ ...envelope, source: 'aws.ec2' }).refusal).toEqual({
      code: 'OTHER_SOURCE',
      issues: [{ field: 'source', message: 'must be serverless.snacks' }],
      message: 'source must be serverless.snacks',
    });
  });
});

describe('the notice of an event', () => {
  it('has no id of the envelope if the envelope has none', () => {
    const { id: _none, ...withoutId } = envelope;

    expect(readBusEvent(withoutId).notice).toEqual(NOTICE);
  });
});

describe('an event of a later version of the platform', () => {
  it('is refused with an unknown type, with the order that it is about', () => {
    const { refusal, notice } = readBusEvent({ ...envelope, 'detail-type': 'Order Eaten' });

    expect(notice).toEqual({ ...NOTICE, envelopeId: envelope.id });
    expect(refusal?.code).toBe('UNKNOWN_TYPE');
    expect(refusal?.message).toMatch(/^detail-type must be one of Order Created, /);
  });

  it('is refused with a newer version of its schema, with the order that it is about', () => {
    const { refusal, notice } = readBusEvent(withMetadata({ schemaVersion: 2 }));

    expect(notice).toEqual({ ...NOTICE, envelopeId: envelope.id });
    expect(refusal?.code).toBe('NEWER_SCHEMA_VERSION');
    expect(refusal?.message).toBe(
      'detail.metadata.schemaVersion must be at most 1: update @snacks/domain to read newer versions',
    );
  });

  it('is read by the fields that this version knows, if the reader asks for that', () => {
    const newer = withMetadata({ schemaVersion: 2, later: 1 });

    const { event } = readBusEvent(newer, { newerVersions: 'read' });

    expect(event).toMatchObject({
      type: 'Order Created',
      detail: { metadata: { schemaVersion: 2 } },
    });
  });

  it('is refused if it lacks a field that this version knows', () => {
    const newer = withDetail({
      metadata: { ...envelope.detail.metadata, schemaVersion: 2 },
      totalAmount: undefined,
    });

    const { refusal } = readBusEvent(newer, { newerVersions: 'read' });

    expect(refusal).toMatchObject({
      code: 'FIELD_INVALID',
      message: 'detail.totalAmount must be a number',
    });
  });

  it.each([
    { orderId: 'order-1' },
    { status: 'EATEN' },
    { metadata: undefined },
    { metadata: { eventId: 7, correlationId: 'c' } },
    { metadata: { eventId: 'e' } },
  ])('has no notice without valid ids: %j', (detail) => {
    const reading = readBusEvent({
      ...envelope,
      'detail-type': 'Order Eaten',
      detail: { ...envelope.detail, ...detail },
    });

    expect(reading).not.toHaveProperty('notice');
  });
});

describe('an event with invalid fields', () => {
  it.each([
    [{ totalAmount: '9.97' }, 'detail.totalAmount must be a number'],
    [{ totalAmount: -1 }, 'detail.totalAmount must be 0 or more'],
    [{ customerName: '' }, 'detail.customerName must be text of length 1 or more'],
    [{ customerName: 'x'.repeat(201) }, 'detail.customerName must be text of length 200 or less'],
    [{ orderId: 'order-1' }, 'detail.orderId must be a lower-case UUID'],
    [{ createdAt: 'today' }, 'detail.createdAt must be a time such as 2026-01-01T00:00:00.000Z'],
    [{ priority: 'urgent' }, 'detail.priority must be one of low, medium, high'],
    [{ status: 'PROCESSED' }, 'detail.status must be one of NEW, PENDING_APPROVAL'],
    [{ snackItems: [] }, 'detail.snackItems must be a list of length 1 or more'],
    [{ snackItems: {} }, 'detail.snackItems must be a list'],
    [
      { snackItems: [{ name: 'Chips', quantity: 1.5 }] },
      'detail.snackItems[0].quantity must be a whole number; detail.snackItems[0].price is missing',
    ],
    [{ metadata: [] }, 'detail.metadata must be an object'],
    [{ deliveryPreferences: null }, 'detail.deliveryPreferences must be an object'],
  ])('is refused with the fields and what they must be: %j', (detail, message) => {
    expect(readBusEvent(withDetail(detail)).refusal).toMatchObject({
      code: 'FIELD_INVALID',
      message,
    });
  });

  it.each([
    [
      { eventId: 'order-1:1' },
      'eventId must be text that matches ^[0-9a-f-]{36}:[1-9][0-9]*:[0-9]+$',
    ],
    [{ orderVersion: 0 }, 'orderVersion must be 1 or more'],
    [{ schemaVersion: 0 }, 'schemaVersion must be 1'],
    [{ schemaVersion: '1' }, 'schemaVersion must be 1'],
  ])('is refused with its metadata: %j', (metadata, message) => {
    expect(readBusEvent(withMetadata(metadata)).refusal?.message).toBe(
      `detail.metadata.${message}`,
    );
  });

  it('is refused without a detail', () => {
    expect(readBusEvent({ ...envelope, detail: undefined }).refusal).toMatchObject({
      code: 'FIELD_INVALID',
      message: 'detail must be an object',
    });
  });

  it('is refused with a repeated field name', () => {
    const [, updated] = EVENTS;
    const message = { ...anEnvelopeOf(updated ?? created) };
    const changed = ['totalAmount', 'totalAmount'];

    const { refusal } = readBusEvent({ ...message, detail: { ...message.detail, changed } });

    expect(refusal?.message).toBe('detail.changed must be without repeated items');
  });
});

const ajv = new Ajv2020({ strictTypes: false });
addFormats.default(ajv);
const VALIDATORS = new Map<string, (detail: unknown) => boolean>(
  [...Object.values(ORDER_EVENT_SCHEMAS), EVENT_RECORDED_SCHEMA].map((schema) => [
    schema.title,
    ajv.compile(withUnknownFields(schema)),
  ]),
);

/** The schema for a reader: an unknown field is not an error. */
function withUnknownFields(schema: object): object {
  return JSON.parse(
    JSON.stringify(schema, (name, value: unknown) =>
      name === 'additionalProperties' ? undefined : value,
    ),
  );
}

/** The path of every value inside a value. */
function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  const inner = Object.entries(Object(value)).flatMap(([name, field]) =>
    typeof value === 'string' ? [] : pathsIn(field, [...path, name]),
  );
  return [path, ...inner];
}

/** A copy with the value at a path replaced; removed if the new value is `undefined`. */
function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item, n) => (String(n) === name ? replaced(item, rest, by) : item));
  }
  const fields = new Map(Object.entries(Object(value)));
  fields.set(name, replaced(fields.get(name), rest, by));
  return Object.fromEntries(fields);
}

describe('the reader of events', () => {
  it('accepts exactly what a JSON Schema validator accepts, whichever field is broken', () => {
    const anyEvent = constantFrom(...EVENTS);
    const anyValue = oneof(
      jsonValue(),
      constantFrom(0, 1, 51, 1e9, 0.5, '', 'NEW', 'medium', 'pickup', [1, 1], undefined),
    );
    assert(
      property(anyEvent, nat(), anyValue, (event, n, value) => {
        const paths = pathsIn(event.detail);
        const path = paths[n % paths.length] ?? [];
        const detail: unknown = JSON.parse(
          JSON.stringify(replaced(event.detail, path, value)) ?? 'null',
        );

        const { event: read } = readBusEvent(
          { ...anEnvelopeOf(event), detail },
          { newerVersions: 'refuse' },
        );

        expect({ detail, read: read !== undefined }).toEqual({
          detail,
          read: VALIDATORS.get(event.type)?.(detail),
        });
      }),
      { numRuns: 2_000 },
    );
  });
});
