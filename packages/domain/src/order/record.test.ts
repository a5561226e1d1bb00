import { describe, expect, it } from '@jest/globals';
import { anOrderIn } from '../testing/builders.js';
import { ORDER_STATUSES } from './lifecycle.js';
import { toRecord } from './record.js';

const ALWAYS = [
  'orderId',
  'status',
  'customerName',
  'snackItems',
  'totalAmount',
  'priority',
  'createdAt',
  'updatedAt',
  'version',
];

describe('the record of an order', () => {
  it('has decimal amounts, and no field that only repositories need', () => {
    const order = anOrderIn('NEW', {
      customerId: 'customer-1',
      request: { deliveryPreferences: { method: 'pickup' } },
    });

    expect(toRecord(order)).toEqual({
      orderId: order.orderId,
      status: 'NEW',
      customerName: 'John Doe',
      customerId: 'customer-1',
      snackItems: [
        { name: 'Chips', quantity: 2, price: 3.99 },
        { name: 'Soda', quantity: 1, price: 1.99 },
      ],
      totalAmount: 9.97,
      priority: 'medium',
      deliveryPreferences: { method: 'pickup' },
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
      version: 1,
    });
  });

  it.each(ORDER_STATUSES)('has exactly the fields of its state: %s', (status) => {
    const fieldsByStatus = {
      PROCESSED: ['processedAt', 'fulfilment'],
      REJECTED: ['reason'],
      FAILED: ['reason', 'fulfilment'],
    };
    const own = Object.entries(fieldsByStatus).find(([name]) => name === status)?.[1] ?? [];

    const record = toRecord(anOrderIn(status));

    expect(Object.keys(record).sort()).toEqual([...ALWAYS, ...own].sort());
  });

  it('has the reason of a refusal, and the time of processing', () => {
    expect(toRecord(anOrderIn('PROCESSED')).fulfilment).toEqual({
      stock: 'sold',
      payment: 'captured',
    });
    expect(toRecord(anOrderIn('FAILED')).reason).toBe('OUT_OF_STOCK');
    expect(toRecord(anOrderIn('REJECTED')).reason).toBe('DECLINED_BY_APPROVER');
    expect(toRecord(anOrderIn('PROCESSED')).processedAt).toBe('2026-01-01T00:00:02.000Z');
  });
});
