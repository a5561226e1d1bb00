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
  it('are approved unless a rule matches, and stored in the ledger', async () => {
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

  it('time out every time, without effect, if a rule says so', async () => {
    const provider = payments({ when: { amount: 9.97 }, reaction: 'time out' });
    const request = aPaymentRequest();

    for (let call = 1; call <= 2; call += 1) {
      await expect(provider.authorise(request)).rejects.toMatchObject({
        name: 'PaymentTimedOutError',
        code: 'PAYMENT_TIMED_OUT',
        orderId: orderIdOf(request.order),
        message: expect.stringContaining(`for order ${orderIdOf(request.order)}`),
      });
    }

    expect(await provider.find(request.order)).toBeUndefined();
  });

  it('fail once but take effect, if a rule says answer late', async () => {
    const provider = payments({ when: { amountFrom: 5 }, reaction: 'answer late' });
    const request = aPaymentRequest();

    await expect(provider.authorise(request)).rejects.toMatchObject({ code: 'PAYMENT_TIMED_OUT' });

    expect(await provider.find(request.order)).toMatchObject({ state: 'authorised' });
    expect(await provider.authorise(request)).toMatchObject({ outcome: 'authorised' });
  });

  it('can be refunded after a capture, and also without an authorisation', async () => {
    const provider = payments();
    const [captured, unauthorised] = [aPaymentRequest(), aPaymentRequest()];
    await provider.authorise(captured);
    await provider.capture(captured.order);

    for (const { order } of [captured, unauthorised]) await provider.refund(order);

    expect(await provider.find(captured.order)).toMatchObject({ state: 'refunded', amount: 997 });
    expect(await provider.find(unauthorised.order)).toEqual({
      order: unauthorised.order,
      state: 'refunded',
      amount: 0,
      reference: `simulated:${unauthorised.order}:refund`,
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
  ])('match a payment of 9.97 by the customer me: %j is %s', (when, matches) => {
    const rules = readPaymentRules([{ when, reaction: 'decline' }]);

    const reaction = reactionTo(aPaymentRequest({ customerId: 'me' }), rules);

    expect(reaction).toBe(matches ? 'decline' : undefined);
  });

  it('apply in their order', () => {
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
  ])('are refused if they are not valid: %j', (configured) => {
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
