import { describe, expect, it } from '@jest/globals';
import { hasCode, TotalMismatchError } from '../errors.js';
import { anOrderRequest } from '../testing/builders.js';
import type { FieldIssue } from '../validation/field-rule.js';
import { LIMITS } from './limits.js';
import { readOrderContent, readOrderRequest } from './order-request.js';

/** The issues of a request; none if it is accepted. */
function issuesOf(request: unknown): readonly FieldIssue[] {
  try {
    readOrderContent(request);
    return [];
  } catch (error) {
    if (hasCode(error, 'ORDER_INVALID')) return error.issues;
    throw error;
  }
}

/** John's order with a changed first line. */
function withFirstItem(overrides: Readonly<Record<string, unknown>>): unknown {
  const request = anOrderRequest();
  const [first, ...others] = request.snackItems;
  return { ...request, snackItems: [{ ...first, ...overrides }, ...others] };
}

function withDelivery(deliveryPreferences: unknown): unknown {
  return { ...anOrderRequest(), deliveryPreferences };
}

describe('a valid order request', () => {
  it('becomes the content of an order, with amounts in cents', () => {
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

  it('has its texts normalised, so that equal-looking texts are equal', () => {
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

  it('has medium priority by default', () => {
    expect(readOrderRequest(anOrderRequest()).priority).toBe('medium');
  });

  it('has delivery preferences only if the client sends them, even if they are empty', () => {
    expect(readOrderRequest(anOrderRequest())).not.toHaveProperty('deliveryPreferences');
    expect(readOrderContent(withDelivery({})).deliveryPreferences).toEqual({});
  });

  it('loses its unknown fields', () => {
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

  it('may reach every limit', () => {
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

describe('an order request that breaks one rule', () => {
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
      'an item without a name',
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
      'null as the priority',
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
      'an address that is too long',
      'deliveryPreferences.address',
      'DELIVERY_ADDRESS_INVALID',
      withDelivery({ address: tooLong }),
    ],
    [
      'instructions that are too long',
      'deliveryPreferences.instructions',
      'DELIVERY_INSTRUCTIONS_INVALID',
      withDelivery({ instructions: tooLong }),
    ],
  ])('is refused for %s', (_what, field, code, request) => {
    expect(issuesOf(request)).toEqual([{ field, code, message: expect.any(String) }]);
  });

  it.each([null, undefined, 'order', 7, [anOrderRequest()]])(
    'is refused if it is %p',
    (request) => {
      expect(issuesOf(request)).toEqual([
        { field: '', code: 'REQUEST_INVALID', message: 'the request must be an object' },
      ]);
    },
  );

  it('is refused for a hole in the list of items', () => {
    const snackItems: unknown[] = [];
    snackItems.length = 1;

    expect(issuesOf({ ...anOrderRequest(), snackItems })).toMatchObject([
      { field: 'snackItems[0]' },
    ]);
  });

  it('has no issue for its total if an item without a price makes it unknown', () => {
    const request = { ...anOrderRequest({ totalAmount: 1 }), snackItems: [{ name: 'Chips' }] };

    expect(issuesOf(request).map(({ field }) => field)).toEqual([
      'snackItems[0].quantity',
      'snackItems[0].price',
    ]);
  });
});

describe('an order request that breaks many rules', () => {
  it('has an issue for each, with the path of the field and how to fix it', () => {
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
  it.each([9.96, 9.98, 0, 997])(
    'is refused if it is %p and the price of the items is 9.97',
    (totalAmount) => {
      expect(() => readOrderRequest(anOrderRequest({ totalAmount }))).toThrow(
        new TotalMismatchError(9.97, totalAmount),
      );
    },
  );
});
