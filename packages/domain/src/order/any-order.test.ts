import { describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { hasCode } from '../errors.js';
import { isOrderEvent } from '../events/is-order-event.js';
import type { OrderEvent } from '../events/order-event.js';
import { ORDER_EVENT_SCHEMAS } from '../events/schemas.js';
import { anyHistory, anyRequest } from '../../test/any-history.js';
import type { Change } from './change.js';
import type { OrderEventType } from './lifecycle.js';
import { readOrderContent, readOrderRequest } from './order-request.js';
import { fromItem, readEvents, toItem, type StoredOrder } from './stored-order.js';
import { isFields } from '../validation/field-rule.js';
import { normalise } from '../validation/text.js';

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const validators = new Map<OrderEventType, ValidateFunction>();

function validator(type: OrderEventType): ValidateFunction {
  const validate = validators.get(type) ?? ajv.compile(ORDER_EVENT_SCHEMAS[type]);
  validators.set(type, validate);
  return validate;
}

/** What the schema of an event finds wrong; an empty text if it is valid. */
function violations({ type, detail }: { type: OrderEventType; detail: unknown }): string {
  const validate = validator(type);
  return validate(detail) ? '' : ajv.errorsText(validate.errors);
}

function eventsOf(history: readonly Change[]): OrderEvent[] {
  return history.flatMap(({ events }) => events);
}

function asStored(change: Change): StoredOrder {
  return { ...change, requestHash: 'hash' };
}

/** The item of an order as a database returns it. */
function itemOf(stored: StoredOrder): unknown {
  return JSON.parse(JSON.stringify(toItem(stored)));
}

/** The same value with the fields of every object in the opposite sequence: databases do not keep it. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, field]) => [name, reversed(field)])
      .reverse(),
  );
}

describe('any request of valid parts', () => {
  it('is accepted, and its total is exact', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const content = readOrderRequest(request);

        expect(content.totalAmount / 100).toBe(request.totalAmount);
        expect(content.customerName).toBe(normalise(request.customerName));
        expect(content.snackItems).toHaveLength(request.snackItems.length);
      }),
    );
  });

  it('is refused with one issue, on the corrupted field', () => {
    const wrongForAll = fc.constantFrom<unknown[]>(
      null,
      true,
      NaN,
      [],
      [1],
      -1,
      Infinity,
      '\u0000',
      '',
    );
    const anyField = fc.constantFrom(
      ...([
        'customerName',
        'snackItems',
        'totalAmount',
        'priority',
        'deliveryPreferences',
      ] as const),
    );

    fc.assert(
      fc.property(anyRequest, anyField, wrongForAll, (request, field, value) => {
        fc.pre(!(field === 'snackItems' && Array.isArray(value) && value.length > 0));

        expect(invalidFields({ ...request, [field]: value })).toEqual([field]);
      }),
    );
  });

  it('is refused with one issue, on the corrupted field of the corrupted item', () => {
    const wrongForAll = fc.constantFrom<unknown[]>(
      null,
      true,
      NaN,
      [],
      {},
      -1,
      0.001,
      '\u0000',
      '',
    );
    const anyField = fc.constantFrom(...(['name', 'quantity', 'price'] as const));

    fc.assert(
      fc.property(anyRequest, fc.nat(4), anyField, wrongForAll, (request, nth, field, value) => {
        const index = nth % request.snackItems.length;
        const snackItems = request.snackItems.map((item, n) =>
          n === index ? { ...item, [field]: value } : item,
        );

        expect(invalidFields({ ...request, snackItems })).toEqual([
          `snackItems[${index}].${field}`,
        ]);
      }),
    );
  });

  it('is refused if its total is wrong by one cent', () => {
    fc.assert(
      fc.property(anyRequest, fc.constantFrom(-1, 1), (request, cent) => {
        const cents = readOrderRequest(request).totalAmount;
        fc.pre(cents + cent >= 0);

        const outcome = catching(() =>
          readOrderRequest({ ...request, totalAmount: (cents + cent) / 100 }),
        );

        expect(hasCode(outcome, 'TOTAL_MISMATCH') && outcome.expectedTotal).toBe(
          request.totalAmount,
        );
      }),
    );
  });
});

function catching(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

function invalidFields(request: unknown): readonly string[] | undefined {
  const outcome = catching(() => readOrderContent(request));
  return hasCode(outcome, 'ORDER_INVALID') ? outcome.issues.map(({ field }) => field) : undefined;
}

describe('any history of an order', () => {
  it('has only events that are recognised, and that their schemas accept', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        for (const event of eventsOf(history)) {
          expect(violations(event)).toBe('');
          expect(isOrderEvent(JSON.parse(JSON.stringify(event)))).toBe(true);
        }
      }),
    );
  });

  it('can be stored and read back unchanged at every version', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        for (const stored of history.map(asStored)) {
          expect(fromItem(itemOf(stored))).toEqual(stored);
        }
      }),
    );
  });

  it('has events that are rendered from the stored item as the very texts that it emitted', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        for (const stored of history.map(asStored)) {
          const item = reversed(itemOf(stored));

          expect(JSON.stringify(readEvents(item))).toBe(JSON.stringify(stored.events));
        }
      }),
    );
  });

  it('has consecutive versions, an entry for each, and no time before the previous one', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        for (const [index, { order, events }] of history.entries()) {
          expect(order.version).toBe(index + 1);
          expect(order.history.map(({ version }) => version)).toEqual(
            history.slice(0, index + 1).map((change) => change.order.version),
          );
          expect(order.history.at(-1)).toMatchObject({
            status: order.status,
            at: order.updatedAt,
          });
          expect(order.updatedAt >= (history[index - 1]?.order.updatedAt ?? order.createdAt)).toBe(
            true,
          );
          expect(events.length).toBe(order.history.at(-1)?.command === 'claim' ? 0 : 1);
        }
      }),
    );
  });

  it('has no two events with the same id', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const ids = eventsOf(history).map(({ detail }) => detail.metadata.eventId);

        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});
