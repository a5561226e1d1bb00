import { describe, expect, it } from '@jest/globals';
import { aPlacing } from '@snacks/domain/testing';
import { assert, pre, property, string } from 'fast-check';
import { toTableItem } from './orders/order-item.js';
import { replaceAttributes } from './replace-attributes.js';

const WRITING = { writeId: 'write-1', retentionDays: undefined, statusShards: 8 };

describe('the update that replaces an order', () => {
  it('sets present attributes, removes others, and keeps the key and the request’s hash', () => {
    const item = toTableItem({ ...aPlacing(), requestHash: 'hash' }, WRITING);

    const { expression, names, values } = replaceAttributes(item);

    expect(expression).toBe(
      'SET #status = :status, #customerName = :customerName, #snackItems = :snackItems, ' +
        '#totalAmount = :totalAmount, #priority = :priority, #version = :version, ' +
        '#history = :history, #outbox = :outbox, #statusShard = :statusShard, ' +
        '#createdAt = :createdAt, #updatedAt = :updatedAt, #createdAtOrderId = :createdAtOrderId, #writeId = :writeId ' +
        'REMOVE #customerId, #deliveryPreferences, #reason, #fulfilment, #finishedBy, #processedAt, #expiresAt',
    );
    expect(Object.values(names)).not.toContain('orderId');
    expect(Object.values(names)).not.toContain('requestHash');
    expect(values[':customerName']).toBe('John Doe');
  });

  it('covers every attribute of an item', () => {
    const item = toTableItem({ ...aPlacing({ customerId: 'me' }), requestHash: 'hash' }, WRITING);

    const { names } = replaceAttributes(item);

    expect(['orderId', 'requestHash', ...Object.values(names)]).toEqual(
      expect.arrayContaining(Object.keys(item)),
    );
  });

  it('has the same text for any values', () => {
    const expected = replaceAttributes(
      toTableItem({ ...aPlacing(), requestHash: 'hash' }, WRITING),
    );
    assert(
      property(string(), (text) => {
        const item = { ...toTableItem({ ...aPlacing(), requestHash: text }, WRITING) };
        const { expression, names } = replaceAttributes({
          ...item,
          customerName: text,
          [text]: text,
        });

        // A name of the order's own attributes is rightly set. All others must be ignored.
        pre(!Object.hasOwn(item, text) && !Object.values(names).includes(text));
        expect({ expression, names }).toEqual({
          expression: expected.expression,
          names: expected.names,
        });
      }),
    );
  });
});
