import { describe, expect, it } from '@jest/globals';
import { hasCode, TotalMismatchError } from '../errors.js';
import { anOrderRequest } from '../testing/builders.js';
import type { FieldIssue } from './field-rules.js';
import { LIMITS } from './limits.js';
import { readOrderContent, readOrderRequest } from './order-request.js';

/** What is wrong with a request; nothing where it is accepted. */
function issuesOf(stated: unknown): readonly FieldIssue[] {
  try {
    readOrderContent(stated);
    return [];
  } catch (error) {
    if (hasCode(error, 'ORDER_INVALID')) return error.issues;
    throw error;
  }
}

/** John's order with its first line changed. */
function withFirstItem(overrides: Readonly<Record<string, unknown>>): unknown {
  const request = anOrderRequest();
  const [first, ...others] = request.snackItems;
  return { ...request, snackItems: [{ ...first, ...overrides }, ...others] };
}

function withDelivery(deliveryPreferences: unknown): unknown {
  return { ...anOrderRequest(), deliveryPreferences };
}

describe('an order request that keeps every rule', () => {
  it('becomes what the order asks for, in cents', () => {
    const content = readOrderRequest(
      anOrderRequest({
        priority: 'high',
        deliveryPreferences: { method: 'delivery', address: 'Elm Street 1', instructions: 'Ring.' },
      }),
    );

    expect(content).toEqual({
      customerName: 'John Doe',
      snackItems: [
        { name: 'Chips', quantity: 2, price: 399 },
        { name: 'Soda', quantity: 1, price: 199 },
      ],
      totalAmount: 997,
      priority: 'high',
      deliveryPreferences: { method: 'delivery', address: 'Elm Street 1', instructions: 'Ring.' },
    });
  });

  it('has its texts normalised: what looks alike is the same', () => {
    const content = readOrderRequest(
      anOrderRequest({
        customerName: ' Zoe\u0308 ',
        snackItems: [{ name: 'Jalapen\u0303o\u00a0', quantity: 1, price: 1 }],
        totalAmount: 1,
        deliveryPreferences: { address: '\u3000Elm Street 1', instructions: 'Ring. ' },
      }),
    );

    expect(content).toMatchObject({
      customerName: 'Zo\u00eb',
      snackItems: [{ name: 'Jalape\u00f1o' }],
      deliveryPreferences: { address: 'Elm Street 1', instructions: 'Ring.' },
    });
  });

  it('has medium priority where it names none', () => {
    expect(readOrderRequest(anOrderRequest()).priority).toBe('medium');
  });

  it('has no delivery preferences where it names none, and empty ones where it does so', () => {
    expect(readOrderRequest(anOrderRequest())).not.toHaveProperty('deliveryPreferences');
    expect(readOrderContent(withDelivery({})).deliveryPreferences).toEqual({});
  });

  it('leaves out the fields that the domain does not know', () => {
    const content = readOrderContent({
      ...anOrderRequest({ deliveryPreferences: { method: 'pickup' } }),
      status: 'PROCESSED',
      orderId: 'mine',
    });

    expect(Object.keys(content)).toEqual([
      'customerName',
      'snackItems',
      'totalAmount',
      'priority',
      'deliveryPreferences',
    ]);
  });

  it('may be free of charge', () => {
    const content = readOrderRequest({
      customerName: 'John Doe',
      snackItems: [{ name: 'Sample', quantity: 1, price: 0 }],
      totalAmount: 0,
    });

    expect(content.totalAmount).toBe(0);
  });

  it('may use every limit to the full', () => {
    const item = {
      name: '🍿'.repeat(LIMITS.snackNameLength),
      quantity: LIMITS.quantity,
      price: LIMITS.priceCents / 100,
    };
    const cents = LIMITS.snackItems * LIMITS.quantity * LIMITS.priceCents;

    const content = readOrderRequest({
      customerName: '🙂'.repeat(LIMITS.customerNameLength),
      snackItems: Array.from({ length: LIMITS.snackItems }, () => item),
      totalAmount: cents / 100,
      deliveryPreferences: {
        address: 'é'.repeat(LIMITS.deliveryAddressLength),
        instructions: '字'.repeat(LIMITS.deliveryInstructionsLength),
      },
    });

    expect(content.totalAmount).toBe(cents);
    expect(content.snackItems).toHaveLength(LIMITS.snackItems);
  });
});

describe('an order request with one broken rule', () => {
  const tooLong = 'x'.repeat(501);

  it.each<[string, string, string, unknown]>([
    [
      'no customer',
      'customerName',
      'CUSTOMER_NAME_INVALID',
      { ...anOrderRequest(), customerName: undefined },
    ],
    [
      'no items',
      'snackItems',
      'SNACK_ITEMS_INVALID',
      { ...anOrderRequest(), snackItems: undefined },
    ],
    [
      'items as an object',
      'snackItems',
      'SNACK_ITEMS_INVALID',
      { ...anOrderRequest(), snackItems: { 0: {} } },
    ],
    [
      'an empty list of items',
      'snackItems',
      'SNACK_ITEMS_INVALID',
      { ...anOrderRequest(), snackItems: [] },
    ],
    [
      'a list as an item',
      'snackItems[0]',
      'SNACK_ITEM_INVALID',
      { ...anOrderRequest(), snackItems: [[]] },
    ],
    [
      'null as an item',
      'snackItems[0]',
      'SNACK_ITEM_INVALID',
      { ...anOrderRequest(), snackItems: [null] },
    ],
    [
      'a nameless item',
      'snackItems[0].name',
      'SNACK_NAME_INVALID',
      withFirstItem({ name: undefined }),
    ],
    [
      'a quantity as text',
      'snackItems[0].quantity',
      'QUANTITY_INVALID',
      withFirstItem({ quantity: '2' }),
    ],
    [
      'no quantity',
      'snackItems[0].quantity',
      'QUANTITY_INVALID',
      withFirstItem({ quantity: null }),
    ],
    ['a price as text', 'snackItems[0].price', 'PRICE_INVALID', withFirstItem({ price: '3.99' })],
    [
      'a price of three decimals',
      'snackItems[0].price',
      'PRICE_INVALID',
      withFirstItem({ price: 3.999 }),
    ],
    [
      'no total',
      'totalAmount',
      'TOTAL_AMOUNT_INVALID',
      { ...anOrderRequest(), totalAmount: undefined },
    ],
    [
      'a total as text',
      'totalAmount',
      'TOTAL_AMOUNT_INVALID',
      { ...anOrderRequest(), totalAmount: '9.97' },
    ],
    [
      'a negative total',
      'totalAmount',
      'TOTAL_AMOUNT_INVALID',
      { ...anOrderRequest(), totalAmount: -9.97 },
    ],
    [
      'a total of three decimals',
      'totalAmount',
      'TOTAL_AMOUNT_INVALID',
      { ...anOrderRequest(), totalAmount: 9.974 },
    ],
    [
      'an infinite total',
      'totalAmount',
      'TOTAL_AMOUNT_INVALID',
      { ...anOrderRequest(), totalAmount: Infinity },
    ],
    [
      'an unknown priority',
      'priority',
      'PRIORITY_INVALID',
      { ...anOrderRequest(), priority: 'urgent' },
    ],
    [
      'no priority, as null',
      'priority',
      'PRIORITY_INVALID',
      { ...anOrderRequest(), priority: null },
    ],
    [
      'a list of priorities',
      'priority',
      'PRIORITY_INVALID',
      { ...anOrderRequest(), priority: ['high'] },
    ],
    ['delivery as a list', 'deliveryPreferences', 'DELIVERY_PREFERENCES_INVALID', withDelivery([])],
    ['delivery as null', 'deliveryPreferences', 'DELIVERY_PREFERENCES_INVALID', withDelivery(null)],
    [
      'an unknown method',
      'deliveryPreferences.method',
      'DELIVERY_METHOD_INVALID',
      withDelivery({ method: 'drone' }),
    ],
    [
      'too long an address',
      'deliveryPreferences.address',
      'DELIVERY_ADDRESS_INVALID',
      withDelivery({ address: tooLong }),
    ],
    [
      'too many instructions',
      'deliveryPreferences.instructions',
      'DELIVERY_INSTRUCTIONS_INVALID',
      withDelivery({ instructions: tooLong }),
    ],
  ])('is refused for %s', (_what, field, code, stated) => {
    expect(issuesOf(stated)).toEqual([{ field, code, message: expect.any(String) }]);
  });

  it.each([null, undefined, 'order', 7, [anOrderRequest()]])('is refused as %p', (stated) => {
    expect(issuesOf(stated)).toEqual([
      { field: '', code: 'REQUEST_INVALID', message: 'the request must be an object' },
    ]);
  });

  it('is refused for a hole in the list of items', () => {
    const snackItems: unknown[] = [];
    snackItems.length = 1;

    expect(issuesOf({ ...anOrderRequest(), snackItems })).toMatchObject([
      { field: 'snackItems[0]' },
    ]);
  });

  it('is refused for the total of what it lists, even where a faulty item has no price', () => {
    const stated = { ...anOrderRequest({ totalAmount: 1 }), snackItems: [{ name: 'Chips' }] };

    expect(issuesOf(stated).map(({ field }) => field)).toEqual([
      'snackItems[0].quantity',
      'snackItems[0].price',
    ]);
  });
});

describe('an order request with many broken rules', () => {
  it('is told all of them at once, each with its place and how to mend it', () => {
    const issues = issuesOf({
      customerName: '  ',
      snackItems: [{ name: 'Chips', quantity: 0, price: -1 }, 'soda', { quantity: 1, price: 1 }],
      totalAmount: NaN,
      priority: 'urgent',
      deliveryPreferences: { method: 'drone', address: '', instructions: 7 },
    });

    expect(issues.map(({ field }) => field)).toEqual([
      'customerName',
      'snackItems[0].quantity',
      'snackItems[0].price',
      'snackItems[1]',
      'snackItems[2].name',
      'totalAmount',
      'priority',
      'deliveryPreferences.method',
      'deliveryPreferences.address',
      'deliveryPreferences.instructions',
    ]);
    expect(issues[1]?.message).toBe('must be a whole number from 1 to 1000');
    expect(issues[6]?.message).toBe('must be one of low, medium, high');
  });
});

describe('the total of an order request', () => {
  it.each([9.96, 9.98, 0, 997])('is refused as %p where the items come to 9.97', (totalAmount) => {
    expect(() => readOrderRequest(anOrderRequest({ totalAmount }))).toThrow(
      new TotalMismatchError(9.97, totalAmount),
    );
  });
});
