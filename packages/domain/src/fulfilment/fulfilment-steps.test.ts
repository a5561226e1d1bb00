import { describe, expect, it } from '@jest/globals';
import { fulfilmentContract } from '../testing/fulfilment-contract.js';
import { anOrderIn } from '../testing/builders.js';
import { simulatedPayments } from '../testing/simulated-payments.js';
import { InMemoryLedger } from '../../test/in-memory-ledger.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { InMemoryStock } from '../../test/in-memory-stock.js';
import { readPaymentRules } from '../payment-simulator/payment-rules.js';
import { SimulatedPayments } from '../payment-simulator/simulated-payments.js';
import { fulfilmentSteps, type FulfilmentPorts } from './fulfilment-steps.js';
import { Fulfilment } from './fulfilment.js';
import {
  FulfilmentContendedError,
  PaymentMismatchError,
  PaymentNotAuthorisedError,
  StockQuantityInvalidError,
} from './errors.js';

fulfilmentContract({ describe, it }, async () => ({
  orders: new InMemoryOrders(),
  stock: new InMemoryStock(),
  payments: simulatedPayments(new InMemoryLedger()),
}));

describe('the fulfilment steps', () => {
  const order = anOrderIn('PROCESSING');

  async function refusalOf(ports: Partial<FulfilmentPorts>) {
    const steps = fulfilmentSteps({
      inventory: new InMemoryStock(),
      payments: new SimulatedPayments(new InMemoryLedger(), []),
      notifications: { notify: async () => {} },
      ...ports,
    });
    const prepared = await new Fulfilment(steps).prepare(order);
    const outcome = await prepared.run(order, async () => order);
    if ('status' in outcome) return 'ended';
    const { refusal } = outcome;
    return refusal === undefined ? 'done' : [refusal.step.name, refusal.reason];
  }

  it('are done if there is stock and the payment is authorised', async () => {
    expect(await refusalOf({})).toBe('done');
  });

  it('refuse an order whose snacks are out of stock', async () => {
    const inventory = new InMemoryStock('refused');

    expect(await refusalOf({ inventory })).toEqual(['stock', 'OUT_OF_STOCK']);
  });

  it('refuse an order whose payment is declined, before it reserves stock', async () => {
    const inventory = new InMemoryStock();
    await inventory.setAvailable('Chips', 5);
    const rules = readPaymentRules([{ when: { amountFrom: 0 }, reaction: 'decline' }]);
    const payments = new SimulatedPayments(new InMemoryLedger(), rules);

    expect(await refusalOf({ inventory, payments })).toEqual(['payment', 'PAYMENT_DECLINED']);
    expect(await inventory.find('Chips')).toEqual({ available: 5, reserved: 0, sold: 0 });
  });
});

describe('an error of a fulfilment step', () => {
  const KEY = 'order-1_1767225600000';

  it.each([
    [
      new FulfilmentContendedError('order-1', 'stock'),
      'FulfilmentContendedError: Concurrent changes outdated the stock step of order order-1 each time. Try again.',
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
