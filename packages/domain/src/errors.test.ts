import { describe, expect, it } from '@jest/globals';
import * as errors from './errors.js';
import {
  DomainError,
  hasCode,
  OrderConflictError,
  OrderInvalidError,
  RequestInvalidError,
} from './errors.js';

const ORDER_ID = '00000000-0000-4000-8000-000000000001';

/** One error of each class, and its message. */
const MESSAGES: readonly { readonly error: DomainError; readonly message: string }[] = [
  {
    error: new OrderInvalidError([{ field: 'a', code: 'WRONG', message: 'is wrong' }]),
    message: 'The order is not valid: a is wrong.',
  },
  {
    error: new RequestInvalidError([{ field: 'a', code: 'WRONG', message: 'is wrong' }]),
    message: 'The request is not valid: a is wrong.',
  },
  {
    error: new errors.TotalMismatchError(9.97, 9.98),
    message: 'totalAmount is 9.98, but the price of the items is 9.97: send 9.97.',
  },
  {
    error: new errors.IdempotencyKeyReusedError(),
    message:
      'This idempotency key was used for another request: repeat that request unchanged, or use a new key.',
  },
  {
    error: new errors.OrderNotFoundError(ORDER_ID),
    message: `There is no order ${ORDER_ID}.`,
  },
  {
    error: new OrderConflictError(ORDER_ID, 'cancel', 'PROCESSING'),
    message: `Cannot cancel order ${ORDER_ID}: it is PROCESSING.`,
  },
  {
    error: new errors.OrderChangesExhaustedError(ORDER_ID),
    message: `Order ${ORDER_ID} has reached the maximum number of updates: cancel it, or leave it as it is.`,
  },
  {
    error: new errors.VersionMismatchError(ORDER_ID, 1, 3),
    message: `Order ${ORDER_ID} is at version 3, not 1: read it again, then decide.`,
  },
  {
    error: new errors.VersionRequiredError(ORDER_ID),
    message: `A decision on order ${ORDER_ID} must state the version that you have seen: its owner may have updated it since.`,
  },
  {
    error: new errors.VersionConflictError(ORDER_ID, 2),
    message: `Version 2 of order ${ORDER_ID} was not stored: version 1 is not the current one.`,
  },
  {
    error: new errors.OrderContendedError(ORDER_ID),
    message: `There are too many concurrent changes of order ${ORDER_ID}: try again.`,
  },
  { error: new errors.ForbiddenError('No.'), message: 'No.' },
  {
    error: new errors.PricesRefusedError([
      { field: 'snackItems[0].price', code: 'PRICE_MISMATCH', message: 'must be 3.99' },
    ]),
    message: 'The order does not agree with the catalogue: snackItems[0].price must be 3.99.',
  },
  {
    error: new errors.CatalogueFullError(),
    message: 'The catalogue has 250 snacks, its maximum: remove one before you add another.',
  },
  {
    error: new errors.CatalogueContendedError(),
    message: 'There are too many concurrent changes of the catalogue: try again.',
  },
  {
    error: new errors.StoredOrderInvalidError(ORDER_ID, 'history'),
    message: `The stored order ${ORDER_ID} cannot be read: its history is missing or not valid.`,
  },
  {
    error: new errors.ApprovalWorkflowEndedError(ORDER_ID),
    message: `Order ${ORDER_ID} waits for approval, but its workflow has ended: decide on it by hand.`,
  },
  {
    error: new errors.EventNotAnnouncedError('event-1', 'ThrottlingException'),
    message: 'The bus did not accept the announcement of event event-1: ThrottlingException.',
  },
];

const CLASSES = Object.values(errors).filter((value) => value !== hasCode && value !== DomainError);

describe('an error of the domain', () => {
  it('is recognised by its own code only', () => {
    const error = new OrderConflictError(ORDER_ID, 'cancel', 'PROCESSING');

    expect(hasCode(error, 'ORDER_CONFLICT')).toBe(true);
    expect(hasCode(error, 'ORDER_NOT_FOUND')).toBe(false);
  });

  it('is recognised if another copy of the package threw it', () => {
    class OrderConflictErrorOfAnotherCopy extends Error {
      readonly code = 'ORDER_CONFLICT';
    }
    const plainObject: unknown = { code: 'ORDER_CONFLICT', status: 'PROCESSING' };

    expect(hasCode(new OrderConflictErrorOfAnotherCopy(), 'ORDER_CONFLICT')).toBe(true);
    expect(hasCode(plainObject, 'ORDER_CONFLICT')).toBe(true);
  });

  it.each([undefined, null, 'ORDER_CONFLICT', 409, {}, ['ORDER_CONFLICT'], new Error('no code')])(
    'is not %p',
    (thrown) => {
      expect(hasCode(thrown, 'ORDER_CONFLICT')).toBe(false);
    },
  );

  it('has the type of its class once it is recognised', () => {
    const thrown: unknown = new OrderConflictError(ORDER_ID, 'cancel', 'PROCESSING');

    const status = hasCode(thrown, 'ORDER_CONFLICT') ? thrown.status : undefined;

    expect(status).toBe('PROCESSING');
  });

  it('has the name of its class, which logs show', () => {
    for (const { error } of MESSAGES) expect(error.name).toBe(error.constructor.name);
    expect(new Set(MESSAGES.map(({ error }) => error.constructor))).toEqual(new Set(CLASSES));
  });
});

describe('the message of an error', () => {
  it.each(MESSAGES)('says what is wrong and what to do: $error.code', ({ error, message }) => {
    expect(error.message).toBe(message);
  });

  it('names the field of each broken rule, and no field for a rule of the whole order', () => {
    const { message } = new OrderInvalidError([
      { field: 'snackItems[0].price', code: 'PRICE_INVALID', message: 'must be a number' },
      { field: '', code: 'REQUEST_INVALID', message: 'the request must be an object' },
    ]);

    expect(message).toBe(
      'The order is not valid: snackItems[0].price must be a number; the request must be an object.',
    );
  });

  it.each([
    [3, 'The order is not valid: a is wrong; b is wrong; c is wrong.'],
    [4, 'The order is not valid: a is wrong; b is wrong; c is wrong; and 1 more.'],
    [6, 'The order is not valid: a is wrong; b is wrong; c is wrong; and 3 more.'],
  ])('lists at most three of %i broken rules, and counts the others', (count, message) => {
    const issues = 'a b c d e f'
      .split(' ')
      .map((field) => ({ field, code: 'WRONG', message: 'is wrong' }));

    const error = new OrderInvalidError(issues.slice(0, count));

    expect(error.message).toBe(message);
    expect(error.issues).toHaveLength(count);
  });
});
