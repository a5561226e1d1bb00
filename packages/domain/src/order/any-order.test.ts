import { describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { hasCode } from '../errors.js';
import { isOrderEvent } from '../events/is-order-event.js';
import type { OrderEvent } from '../events/order-event.js';
import { ORDER_EVENT_SCHEMAS } from '../events/schemas.js';
import { aChangeBy, aChangeContext, anOrderId, BUILT_AT } from '../testing/builders.js';
import type { Change, ChangeContext } from './change.js';
import { admission, type ChangeCommand, type OrderEventType } from './lifecycle.js';
import { LIMITS } from './limits.js';
import { DELIVERY_METHODS, FAILURE_REASONS, PRIORITIES, type Order } from './order.js';
import { readOrderContent, readOrderRequest, type OrderRequest } from './order-request.js';
import { fromItem, readEvents, toItem, type StoredOrder } from './stored-order.js';
import { isFields } from '../validation/field-rule.js';
import { isCarried, normalise } from '../validation/text.js';
import { approve, fail, place, reject, update } from './transitions.js';

/** Text of any script, also emoji, that the rules of texts and of names accept. */
function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc
    .string({ unit: 'binary', minLength: 1, maxLength: Math.min(maxLength, 30) })
    .filter(
      (text) =>
        text.trim() !== '' &&
        !/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]/u.test(text) &&
        isCarried(text),
    );
}

const anyIdentifier = fc.string({
  unit: fc.constantFrom('a', 'Z', '0', '-', ':', '@'),
  minLength: 1,
  maxLength: 128,
});

const anyLine = fc.record({
  name: anyText(LIMITS.snackNameLength),
  quantity: fc.integer({ min: 1, max: LIMITS.quantity }),
  cents: fc.oneof(fc.nat(LIMITS.priceCents), fc.constantFrom(0, LIMITS.priceCents)),
});

function requestOf<T extends object>(
  lines: readonly { name: string; quantity: number; cents: number }[],
  rest: T,
) {
  const total = lines.reduce(
    (sum, { quantity, cents }) => sum + BigInt(quantity) * BigInt(cents),
    0n,
  );
  return {
    ...rest,
    snackItems: lines.map(({ name, quantity, cents }) => ({ name, quantity, price: cents / 100 })),
    totalAmount: Number(total) / 100,
  };
}

const anyRequest: fc.Arbitrary<OrderRequest> = fc
  .tuple(
    fc.array(anyLine, { minLength: 1, maxLength: 5 }),
    fc.record(
      {
        customerName: anyText(LIMITS.customerNameLength),
        priority: fc.constantFrom(...PRIORITIES),
        deliveryPreferences: fc.record(
          {
            method: fc.constantFrom(...DELIVERY_METHODS),
            address: anyText(LIMITS.deliveryAddressLength),
            instructions: anyText(LIMITS.deliveryInstructionsLength),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ['customerName'] },
    ),
  )
  .map(([lines, rest]) => requestOf(lines, rest));

interface Attempt {
  readonly command: ChangeCommand;
  readonly request: OrderRequest;
  readonly note: string | undefined;
  readonly reason: (typeof FAILURE_REASONS)[number];
  readonly context: ChangeContext;
}

const anyContext: fc.Arbitrary<ChangeContext> = fc
  .record(
    {
      // The clocks of two writers differ, so that time may go backwards.
      now: fc.integer({ min: BUILT_AT - 10_000, max: BUILT_AT + 10_000 }),
      actor: fc.string(),
      correlationId: anyIdentifier,
      causationId: anyIdentifier,
    },
    { requiredKeys: ['now', 'actor', 'correlationId'] },
  )
  .map((overrides) => aChangeContext(overrides));

const anyAttempt: fc.Arbitrary<Attempt> = fc.record({
  command: fc.constantFrom<ChangeCommand[]>(
    'update',
    'approve',
    'reject',
    'expire',
    'cancel',
    'claim',
    'complete',
    'fail',
  ),
  request: anyRequest,
  note: fc.option(anyText(LIMITS.noteLength), { nil: undefined }),
  reason: fc.constantFrom(...FAILURE_REASONS),
  context: anyContext,
});

function changeBy(
  order: Order,
  { command, request, note, reason, context }: Attempt,
): Change | undefined {
  if (admission(command, order.status) !== 'applies') return undefined;
  if (order.status === 'PENDING_APPROVAL' && command === 'approve') {
    return approve(order, note, context);
  }
  if (order.status === 'PENDING_APPROVAL' && command === 'reject') {
    return reject(order, note, context);
  }
  if (order.status === 'PROCESSING' && command === 'fail') return fail(order, reason, context);
  if ((order.status === 'NEW' || order.status === 'PENDING_APPROVAL') && command === 'update') {
    return update(order, readOrderRequest(request), context);
  }
  return aChangeBy(command, order, context);
}

/** The changes of an order: how it was placed, and every attempted command that its state allowed. */
const anyHistory: fc.Arbitrary<readonly Change[]> = fc
  .record({
    request: anyRequest,
    customerId: fc.option(anyIdentifier, { nil: undefined }),
    context: anyContext,
    attempts: fc.array(anyAttempt, { maxLength: 12 }),
  })
  .map(({ request, customerId, context, attempts }) => {
    const placing = { orderId: anOrderId(), ...(customerId !== undefined && { customerId }) };
    const first = place(readOrderRequest(request), placing, context);
    const changes: Change[] = [first];
    let order: Order = first.order;
    for (const attempt of attempts) {
      const change = changeBy(order, attempt);
      if (change === undefined) continue;
      changes.push(change);
      order = change.order;
    }
    return changes;
  });

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
