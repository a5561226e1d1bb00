import { describe, expect, it } from '@jest/globals';
import { anOrderId } from '../testing/builders.js';
import { isOrderKey, orderIdOf, orderKey, placedAtOf } from './order-key.js';

describe('the key of an order', () => {
  const orderId = anOrderId();
  const key = orderKey({ orderId, createdAt: '2026-01-01T00:00:00.000Z' });

  it('has the id of the order in it', () => {
    expect(key).toBe(`${orderId}_1767225600000`);
    expect(orderIdOf(key)).toBe(orderId);
    expect(isOrderKey(key)).toBe(true);
  });

  it('has the time of placing in it', () => {
    expect(placedAtOf(key)).toBe(Date.UTC(2026, 0, 1));
  });

  it('differs for a later order with the same id', () => {
    expect(orderKey({ orderId, createdAt: '2026-01-01T00:00:00.001Z' })).not.toBe(key);
  });

  it.each([orderId, `${orderId}_`, `${orderId}_x`, `x_1`, 7, undefined])('is not %p', (value) => {
    expect(isOrderKey(value)).toBe(false);
  });
});
