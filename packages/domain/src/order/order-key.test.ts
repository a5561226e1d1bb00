import { describe, expect, it } from '@jest/globals';
import { anOrderId } from '../testing/builders.js';
import { isOrderKey, orderIdOf, orderKey } from './order-key.js';

describe('the key of an order', () => {
  const orderId = anOrderId();
  const key = orderKey({ orderId, createdAt: '2026-01-01T00:00:00.000Z' });

  it('leads back to its id', () => {
    expect(key).toBe(`${orderId}_1767225600000`);
    expect(orderIdOf(key)).toBe(orderId);
    expect(isOrderKey(key)).toBe(true);
  });

  it('is another one for an order that gets the same id later', () => {
    expect(orderKey({ orderId, createdAt: '2026-01-01T00:00:00.001Z' })).not.toBe(key);
  });

  it.each([orderId, `${orderId}_`, `${orderId}_x`, `x_1`, 7, undefined])('is not %p', (value) => {
    expect(isOrderKey(value)).toBe(false);
  });
});
