import { describe, expect, it } from '@jest/globals';
import {
  ForbiddenError,
  hasCode,
  OrderConflictError,
  OrderContendedError,
  OrderInvalidError,
  StoredOrderInvalidError,
  TotalMismatchError,
  VersionMismatchError,
} from './errors.js';

const ORDER_ID = '00000000-0000-4000-8000-000000000001';

describe('an error of the domain', () => {
  it('is recognised by its code, and by no other', () => {
    const error = new OrderConflictError(ORDER_ID, 'cancel', 'PROCESSING');

    expect(hasCode(error, 'ORDER_CONFLICT')).toBe(true);
    expect(hasCode(error, 'ORDER_NOT_FOUND')).toBe(false);
  });

  it('is recognised when it was thrown by another copy of the package', () => {
    class OrderConflictErrorOfAnotherCopy extends Error {
      readonly code = 'ORDER_CONFLICT';
    }
    const fromAnotherRealm: unknown = { code: 'ORDER_CONFLICT', status: 'PROCESSING' };

    expect(hasCode(new OrderConflictErrorOfAnotherCopy(), 'ORDER_CONFLICT')).toBe(true);
    expect(hasCode(fromAnotherRealm, 'ORDER_CONFLICT')).toBe(true);
  });

  it.each([undefined, null, 'ORDER_CONFLICT', 409, {}, ['ORDER_CONFLICT'], new Error('no code')])(
    'is not %p',
    (thrown) => {
      expect(hasCode(thrown, 'ORDER_CONFLICT')).toBe(false);
    },
  );

  it('gives access to what it knows, once recognised', () => {
    const thrown: unknown = new OrderConflictError(ORDER_ID, 'cancel', 'PROCESSING');

    const status = hasCode(thrown, 'ORDER_CONFLICT') ? thrown.status : undefined;

    expect(status).toBe('PROCESSING');
  });

  it('has the name of its class, for logs', () => {
    expect(new ForbiddenError('No.').name).toBe('ForbiddenError');
    expect(String(new OrderContendedError(ORDER_ID))).toBe(
      `OrderContendedError: Order ${ORDER_ID} is being changed by many at once: try again.`,
    );
  });
});

describe("an error's message tells how to go on", () => {
  it('names the command and the state that forbids it', () => {
    const { message } = new OrderConflictError(ORDER_ID, 'cancel', 'PROCESSING');

    expect(message).toBe(`Cannot cancel order ${ORDER_ID}: it is PROCESSING.`);
  });

  it('lists every broken rule with its field, and one of the whole request without', () => {
    const { message } = new OrderInvalidError([
      { field: 'snackItems[0].price', code: 'PRICE_INVALID', message: 'must be a number' },
      { field: '', code: 'REQUEST_INVALID', message: 'the request must be an object' },
    ]);

    expect(message).toBe(
      'The request is not valid: snackItems[0].price must be a number; the request must be an object.',
    );
  });

  it('says which total was expected', () => {
    const { message } = new TotalMismatchError(9.97, 9.98);

    expect(message).toBe('totalAmount is 9.98, but the items come to 9.97: send that.');
  });

  it('says which version is current', () => {
    const { message } = new VersionMismatchError(ORDER_ID, 1, 3);

    expect(message).toBe(`Order ${ORDER_ID} is at version 3, not 1: read it again, then decide.`);
  });

  it('names the field of a stored order that cannot be read', () => {
    const { message } = new StoredOrderInvalidError(ORDER_ID, 'history');

    expect(message).toBe(
      `The stored order ${ORDER_ID} cannot be read: its history is missing or not valid.`,
    );
  });
});
