import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ManualClock, SeededIdGenerator } from '@snacks/adapters-memory';
import { notificationStep, paymentStep, stockStep } from '@snacks/domain/use-cases';
import { readPaymentRules } from '@snacks/domain/payment-simulator';
import { anOrderRequest, BUILT_AT } from '@snacks/domain/testing';
import { PinoLogger } from '@snacks/handlers';
import { Platform } from '@snacks/local';

import { InMemoryLoyaltyAccounts } from './in-memory-loyalty-accounts.js';
import { loyaltyStep } from './loyalty-step.js';

/** Places an order of John on a platform with the step, and waits until nothing is under way. */
async function placeAnOrder(reaction?: 'decline') {
  const accounts = new InMemoryLoyaltyAccounts();
  const clock = new ManualClock(BUILT_AT);
  const platform = new Platform({
    timers: clock,
    ids: new SeededIdGenerator(1),
    loggerOf: (service) => new PinoLogger({ service, level: 'silent' }),
    steps: [stockStep, paymentStep, () => loyaltyStep(accounts), notificationStep],
    paymentRules: readPaymentRules(
      reaction === undefined ? [] : [{ when: { amountFrom: 0 }, reaction }],
    ),
  });
  await platform.function('order-creator').invoke({ ...anOrderRequest(), customerId: 'john' });
  do {
    clock.advanceBy(1);
    await turn();
  } while (!platform.idle);
  const { orders } = await platform.orders.list({ customerId: 'john', limit: 10 });
  return { orders, balance: await accounts.balance('john') };
}

describe('the platform with the loyalty step', () => {
  it('carries an order to PROCESSED, and gives its customer the points', async () => {
    const { orders, balance } = await placeAnOrder();

    expect(orders).toEqual([
      expect.objectContaining({
        status: 'PROCESSED',
        fulfilment: { stock: 'sold', payment: 'captured', loyalty: 'points confirmed' },
      }),
    ]);
    expect(balance).toEqual({ earned: 9, reserved: 0 });
  });

  it('gives no points for an order whose payment is declined', async () => {
    const { orders, balance } = await placeAnOrder('decline');

    expect(orders).toEqual([
      expect.objectContaining({
        status: 'FAILED',
        fulfilment: { stock: 'released', payment: 'declined', loyalty: 'no points' },
      }),
    ]);
    expect(balance).toEqual({ earned: 0, reserved: 0 });
  });
});
