import { describe, expect, it } from '@jest/globals';
import { fulfilmentContract } from '../testing/fulfilment-contract.js';
import { anOrderIn } from '../testing/builders.js';
import { simulatedPayments } from '../testing/simulated-payments.js';
import { InMemoryLedger } from '../../test/in-memory-ledger.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { InMemoryStock } from '../../test/in-memory-stock.js';
import { readPaymentRules } from '../payment-simulator/payment-rules.js';
import { SimulatedPayments } from '../payment-simulator/simulated-payments.js';
import { fulfilmentSteps } from './fulfilment-steps.js';
import {
  PaymentMismatchError,
  PaymentNotAuthorisedError,
  ReservationReleasedError,
  StockQuantityInvalidError,
} from './errors.js';

fulfilmentContract({ describe, it }, async () => ({
  orders: new InMemoryOrders(),
  stock: new InMemoryStock(),
  payments: simulatedPayments(new InMemoryLedger()),
}));

describe('the fulfilment steps', () => {
  it('are stock, payment and notification; a step that refuses returns the reason', async () => {
    const inventory = new InMemoryStock();
    const order = anOrderIn('PROCESSING');
    const [item] = order.snackItems;
    if (item !== undefined) await inventory.setAvailable(item.name, 0);
    const rules = readPaymentRules([{ when: { amountFrom: 0 }, reaction: 'decline' }]);
    const payments = new SimulatedPayments(new InMemoryLedger(), rules);
    const steps = fulfilmentSteps({
      inventory,
      payments,
      notifications: { notify: async () => {} },
    });

    const outcomes = [];
    for (const step of steps) outcomes.push([step.name, await step.run(order)]);

    expect(outcomes).toEqual([
      ['stock', 'OUT_OF_STOCK'],
      ['payment', 'PAYMENT_DECLINED'],
      ['notification', 'done'],
    ]);
  });
});

describe('an error of a fulfilment step', () => {
  const KEY = 'order-1_1767225600000';

  it.each([
    [
      new ReservationReleasedError(KEY),
      'ReservationReleasedError: The stock of order order-1 was released: it cannot be sold.',
    ],
    [
      new StockQuantityInvalidError(),
      'StockQuantityInvalidError: The stock of a snack must be a whole number of pieces, 0 or more.',
    ],
    [
      new PaymentMismatchError(KEY),
      'PaymentMismatchError: The payment of order order-1 was requested before with another amount: it is not authorised again.',
    ],
    [
      new PaymentNotAuthorisedError(KEY),
      'PaymentNotAuthorisedError: The payment of order order-1 cannot be captured: it is not authorised.',
    ],
  ])('says what is wrong: %s', (error, text) => {
    expect(String(error)).toBe(text);
  });
});
