import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { aChangeBy, aPendingOrder, anOrderIn, aPlacing } from '../testing/builders.js';
import type { OrderEventType } from '../order/lifecycle.js';
import { ORDER_EVENT_TYPES, SCHEMA_VERSIONS, type OrderEvent } from './order-event.js';
import { ORDER_EVENT_SCHEMAS, schemaFileName } from './schemas.js';

const FOLDER = new URL('../../schemas/', import.meta.url);

const HOW_TO_CHANGE =
  'A published schema never changes: raise its number in SCHEMA_VERSIONS, then write the new ' +
  'version with npm run docs:update.';

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const validators = new Map(
  ORDER_EVENT_TYPES.map((type) => [type, ajv.compile(ORDER_EVENT_SCHEMAS[type])]),
);

function isValid(type: OrderEventType, detail: unknown): boolean {
  return validators.get(type)?.(detail) === true;
}

/** An event of the type, with all of its fields. */
function anEventOf(type: OrderEventType): OrderEvent {
  const request = { deliveryPreferences: { method: 'pickup' } } as const;
  const pending = aPendingOrder({ request });
  const processing = anOrderIn('PROCESSING');
  const changes = [
    aPlacing({ customerId: 'customer-1', request }),
    aChangeBy('update', pending),
    aChangeBy('approve', pending),
    aChangeBy('reject', pending),
    aChangeBy('cancel', pending),
    aChangeBy('complete', processing),
    aChangeBy('fail', processing),
  ];
  const event = changes.flatMap((change) => change?.events ?? []).find((one) => one.type === type);
  if (event === undefined) throw new Error(`No change emits ${type}`);
  return event;
}

function without(fields: object, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => field !== name));
}

// Writes only missing files, because a published schema never changes.
beforeAll(() => {
  if (process.env.UPDATE_DOCS !== '1') return;
  for (const type of ORDER_EVENT_TYPES) {
    const file = new URL(schemaFileName(type), FOLDER);
    if (existsSync(file)) continue;
    writeFileSync(file, `${JSON.stringify(ORDER_EVENT_SCHEMAS[type], null, 2)}\n`);
  }
});

describe('the published schemas', () => {
  it.each(ORDER_EVENT_TYPES)(
    'agree with the code: %s (npm run docs:update writes a new version)',
    (type) => {
      const file = new URL(schemaFileName(type), FOLDER);
      const published: unknown = existsSync(file)
        ? JSON.parse(readFileSync(file, 'utf8'))
        : `${schemaFileName(type)} is missing. ${HOW_TO_CHANGE}`;

      const same = JSON.stringify(published) === JSON.stringify(ORDER_EVENT_SCHEMAS[type]);

      // The hint is part of the comparison, so that a failure shows it beside the difference.
      expect({ schema: published, hint: same ? '' : HOW_TO_CHANGE }).toEqual({
        schema: JSON.parse(JSON.stringify(ORDER_EVENT_SCHEMAS[type])),
        hint: '',
      });
    },
  );

  it('have one file for each version of each type, from 1 to the current one', () => {
    const expected = ORDER_EVENT_TYPES.flatMap((type) =>
      Array.from({ length: SCHEMA_VERSIONS[type] }, (_, n) => schemaFileName(type, n + 1)),
    );

    const ofOrders = readdirSync(FOLDER).filter((name) => name.startsWith('order-'));
    expect(ofOrders.sort()).toEqual(expected.sort());
  });

  it('have the type and the version in their file names and ids', () => {
    expect(schemaFileName('Order Created')).toBe('order-created.v1.json');
    expect(schemaFileName('Order Created', 2)).toBe('order-created.v2.json');
    expect(ORDER_EVENT_SCHEMAS['Order Created'].$id).toBe(
      'urn:serverless-snacks:schema:order-created.v1.json',
    );
  });

  it('allow only some fields to be absent', () => {
    const optional = Object.fromEntries(
      ORDER_EVENT_TYPES.map((type) => {
        const { properties, required } = ORDER_EVENT_SCHEMAS[type];
        return [type, Object.keys(properties).filter((name) => !required.includes(name))];
      }),
    );

    expect(optional).toEqual({
      'Order Created': ['customerId', 'deliveryPreferences'],
      'Order Updated': ['deliveryPreferences'],
      'Order Approved': ['note'],
      'Order Rejected': ['note'],
      'Order Cancelled': [],
      'Order Processed': [],
      'Order Failed': [],
    });
  });
});

describe.each(ORDER_EVENT_TYPES)('the schema of %s', (type) => {
  it('accepts the event', () => {
    expect(isValid(type, anEventOf(type).detail)).toBe(true);
  });

  it.each(ORDER_EVENT_SCHEMAS[type].required)('refuses an event without %s', (name) => {
    expect(isValid(type, without(anEventOf(type).detail, name))).toBe(false);
  });

  it.each(Object.keys(ORDER_EVENT_SCHEMAS[type].properties))(
    'refuses an event with a wrong value as its %s',
    (name) => {
      expect(isValid(type, { ...anEventOf(type).detail, [name]: { other: true } })).toBe(false);
    },
  );

  it('refuses an event with an unknown field', () => {
    const { detail } = anEventOf(type);

    expect(isValid(type, { ...detail, extra: 1 })).toBe(false);
    expect(isValid(type, { ...detail, metadata: { ...detail.metadata, extra: 1 } })).toBe(false);
  });

  it.each([
    'eventId',
    'orderVersion',
    'schemaVersion',
    'occurredAt',
    'correlationId',
    'causationId',
  ])('refuses an event without %s in its metadata', (name) => {
    const { detail } = anEventOf(type);

    expect(isValid(type, { ...detail, metadata: without(detail.metadata, name) })).toBe(false);
  });

  it('refuses an event of another version of the schema', () => {
    const { detail } = anEventOf(type);
    const metadata = { ...detail.metadata, schemaVersion: SCHEMA_VERSIONS[type] + 1 };

    expect(isValid(type, { ...detail, metadata })).toBe(false);
  });

  it('refuses an event with a state that does not follow from the change', () => {
    expect(isValid(type, { ...anEventOf(type).detail, status: 'PROCESSING' })).toBe(false);
  });
});
