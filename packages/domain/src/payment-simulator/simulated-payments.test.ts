import { describe, expect, it } from '@jest/globals';
import { orderIdOf } from '../order/order-key.js';
import { aPaymentRequest } from '../testing/payments-contract.js';
import { InMemoryLedger } from '../../test/in-memory-ledger.js';
import { readPaymentRules, reactionTo } from './payment-rules.js';
import { SimulatedPayments } from './simulated-payments.js';

function payments(...rules: unknown[]): SimulatedPayments {
  return new SimulatedPayments(new InMemoryLedger(), readPaymentRules(rules));
}

describe('simulated payments', () => {
  it('are approved where no rule says otherwise, and kept in the books', async () => {
    const provider = payments();
    const request = aPaymentRequest();

    const response = await provider.authorise(request);

    const reference = `simulated:${request.order}:authorise`;
    expect(response).toEqual({ outcome: 'authorised', reference });
    expect(await provider.find(request.order)).toEqual({
      order: request.order,
      state: 'authorised',
      amount: 997,
      reference,
    });
  });

  it('time out without effect, each time, where a rule says so', async () => {
    const provider = payments({ when: { amount: 9.97 }, reaction: 'time out' });
    const request = aPaymentRequest();

    for (let call = 1; call <= 2; call += 1) {
      await expect(provider.authorise(request)).rejects.toMatchObject({
        name: 'PaymentTimedOutError',
        code: 'PAYMENT_TIMED_OUT',
        orderId: orderIdOf(request.order),
        message: expect.stringContaining(`about order ${orderIdOf(request.order)}`),
      });
    }

    expect(await provider.find(request.order)).toBeUndefined();
  });

  it('answer late where a rule says so: the first call fails, and has taken effect', async () => {
    const provider = payments({ when: { amountFrom: 5 }, reaction: 'answer late' });
    const request = aPaymentRequest();

    await expect(provider.authorise(request)).rejects.toMatchObject({ code: 'PAYMENT_TIMED_OUT' });

    expect(await provider.find(request.order)).toMatchObject({ state: 'authorised' });
    expect(await provider.authorise(request)).toMatchObject({ outcome: 'authorised' });
  });

  it('are refunded under a reference of their own, also where they were captured or never made', async () => {
    const provider = payments();
    const [captured, unknown] = [aPaymentRequest(), aPaymentRequest()];
    await provider.authorise(captured);
    await provider.capture(captured.order);

    for (const { order } of [captured, unknown]) await provider.refund(order);

    expect(await provider.find(captured.order)).toMatchObject({ state: 'refunded', amount: 997 });
    expect(await provider.find(unknown.order)).toEqual({
      order: unknown.order,
      state: 'refunded',
      amount: 0,
      reference: `simulated:${unknown.order}:refund`,
    });
  });
});

describe('payment rules', () => {
  it.each([
    [{ amount: 9.97 }, true],
    [{ amount: 9.96 }, false],
    [{ amountFrom: 9.97 }, true],
    [{ amountFrom: 9.98 }, false],
    [{ customerId: 'me' }, true],
    [{ customerId: 'you' }, false],
    [{ amount: 9.97, amountFrom: 1, customerId: 'me' }, true],
    [{ amount: 9.97, customerId: 'you' }, false],
  ])('fit a payment of 9.97 by me: %j is %s', (when, fits) => {
    const rules = readPaymentRules([{ when, reaction: 'decline' }]);

    const reaction = reactionTo(aPaymentRequest({ customerId: 'me' }), rules);

    expect(reaction).toBe(fits ? 'decline' : undefined);
  });

  it('count in their order', () => {
    const rules = readPaymentRules([
      { when: { amount: 9.97 }, reaction: 'time out' },
      { when: { amountFrom: 1 }, reaction: 'decline' },
    ]);

    expect(reactionTo(aPaymentRequest(), rules)).toBe('time out');
  });

  it.each([
    [{}],
    ['decline'],
    [[{ reaction: 'decline' }]],
    [[{ when: {}, reaction: 'decline' }]],
    [[{ when: { amount: 1 }, reaction: 'refuse' }]],
    [[{ when: { amount: 1.005 }, reaction: 'decline' }]],
    [[{ when: { amount: 1, total: 2 }, reaction: 'decline' }]],
    [[{ when: { customerId: 7 }, reaction: 'decline' }]],
    [['decline']],
  ])('are refused where they cannot be understood: %j', (configured) => {
    expect(() => readPaymentRules(configured)).toThrow(
      expect.objectContaining({
        name: 'PaymentRulesInvalidError',
        code: 'PAYMENT_RULES_INVALID',
        message:
          'Payment rules must be a list such as [{"when":{"amount":6.66},"reaction":"decline"}]: ' +
          '"when" has amount, amountFrom (decimals) or customerId, "reaction" is decline, time out, answer late.',
      }),
    );
  });
});
