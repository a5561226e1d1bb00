import { parseAmount } from '../order/money.js';
import type { OrderKey } from '../order/order-key.js';
import { CURRENCY, type PaymentRequest, type Payments } from '../ports/payments.js';
import { anOrderKey, laterKeyOf } from './builders.js';
import { assertEqual, assertRejected, present } from './assertions.js';
import { contractSuite, type ContractOptions, type TestFunctions } from './contract-suite.js';

/** A payment provider, and what a test needs to observe it. */
export interface PaymentsUnderTest {
  readonly payments: Payments;
  /** The cents that the customer of an order is charged: captured and not refunded. */
  readonly charged: (order: OrderKey) => Promise<number>;
  /** The cents that are authorised for an order, and neither captured nor refunded. */
  readonly held: (order: OrderKey) => Promise<number>;
  /** A request that the provider declines. */
  readonly declined: PaymentRequest;
}

/** A payment request for 9.97. */
export function aPaymentRequest(overrides: Partial<PaymentRequest> = {}): PaymentRequest {
  const amount = present(parseAmount(9.97), 'amount');
  return { order: anOrderKey(), amount, currency: CURRENCY, ...overrides };
}

/** Tests the guarantees of the {@link Payments} port that a test can observe. */
export function paymentsContract(
  functions: TestFunctions,
  createSubject: () => Promise<PaymentsUnderTest>,
  options: ContractOptions<PaymentsUnderTest> = {},
): void {
  const { describe, it } = contractSuite('Payments', functions, createSubject, options);
  describe('payments', () => {
    it('are authorised with a reference of the provider, and without a charge', async (create) => {
      const { payments, charged, held } = await create();
      const request = aPaymentRequest();

      const response = await payments.authorise(request);

      assertEqual(response.outcome, 'authorised', 'outcome');
      const hasReference = 'reference' in response && response.reference !== '';
      assertEqual(hasReference, true, 'response with a reference');
      assertEqual(await held(request.order), 997, 'held');
      assertEqual(await charged(request.order), 0, 'charged');
    });

    it('are authorised once, and every repeat returns the same', async (create) => {
      const { payments, charged } = await create();
      const request = aPaymentRequest();

      const responses = await Promise.all(
        Array.from({ length: 10 }, async () => payments.authorise(request)),
      );
      await payments.capture(request.order);
      const late = await payments.authorise(request);

      assertEqual(
        new Set([...responses, late].map((one) => JSON.stringify(one))).size,
        1,
        'different responses',
      );
      assertEqual(await charged(request.order), 997, 'charged');
    });

    it('are refused with another amount under the same key', async (create) => {
      const { payments, charged, held } = await create();
      const request = aPaymentRequest();
      await payments.authorise(request);
      const amount = present(parseAmount(9_970), 'amount');

      await assertRejected(payments.authorise({ ...request, amount }), 'PAYMENT_MISMATCH');
      assertEqual(await held(request.order), 997, 'held');
      await payments.capture(request.order);

      await assertRejected(payments.authorise({ ...request, amount }), 'PAYMENT_MISMATCH');
      assertEqual(await charged(request.order), 997, 'charged');
    });

    it('are separate for a later order with the same id', async (create) => {
      const { payments, charged } = await create();
      const request = aPaymentRequest();
      const later = { ...request, order: laterKeyOf(request.order) };
      await payments.authorise(request);
      await payments.capture(request.order);

      await assertRejected(payments.capture(later.order), 'PAYMENT_NOT_AUTHORISED');
      await payments.authorise({ ...later, amount: present(parseAmount(20), 'amount') });
      await payments.capture(later.order);

      assertEqual(await charged(request.order), 997, 'charged for the first order');
      assertEqual(await charged(later.order), 2_000, 'charged for the later order');
    });

    it('stay declined, and cannot be captured', async (create) => {
      const { payments, charged, declined } = await create();

      for (const response of ['first', 'second']) {
        assertEqual(await payments.authorise(declined), { outcome: 'declined' }, response);
      }
      await assertRejected(payments.capture(declined.order), 'PAYMENT_NOT_AUTHORISED');
      await payments.refund(declined.order);

      assertEqual(await charged(declined.order), 0, 'charged');
    });

    it('are captured once for all repeats', async (create) => {
      const { payments, charged } = await create();
      const request = aPaymentRequest();
      await payments.authorise(request);

      await Promise.all([1, 2, 3].map(async () => payments.capture(request.order)));
      await payments.capture(request.order);

      assertEqual(await charged(request.order), 997, 'charged');
    });

    it('cannot be captured without an authorisation', async (create) => {
      const { payments, charged } = await create();
      const order = anOrderKey();

      await assertRejected(payments.capture(order), 'PAYMENT_NOT_AUTHORISED');

      assertEqual(await charged(order), 0, 'charged');
    });

    it('cannot be captured after a refund', async (create) => {
      const { payments, charged, held } = await create();
      const request = aPaymentRequest();
      await payments.authorise(request);

      await payments.refund(request.order);
      await payments.refund(request.order);

      await assertRejected(payments.capture(request.order), 'PAYMENT_NOT_AUTHORISED');
      assertEqual(await held(request.order), 0, 'held');
      assertEqual(await charged(request.order), 0, 'charged');
    });

    it('are returned by a refund after the capture', async (create) => {
      const { payments, charged } = await create();
      const request = aPaymentRequest();
      await payments.authorise(request);
      await payments.capture(request.order);

      await payments.refund(request.order);
      await payments.refund(request.order);

      await assertRejected(payments.capture(request.order), 'PAYMENT_NOT_AUTHORISED');
      assertEqual(await charged(request.order), 0, 'charged');
    });

    it('are never authorised after a refund', async (create) => {
      const { payments, charged } = await create();
      const request = aPaymentRequest();
      await payments.refund(request.order);

      assertEqual(await payments.authorise(request), { outcome: 'declined' }, 'late response');

      await assertRejected(payments.capture(request.order), 'PAYMENT_NOT_AUTHORISED');
      assertEqual(await charged(request.order), 0, 'charged');
    });

    it('charge nothing if they are captured and refunded concurrently', async (create) => {
      const { payments, charged } = await create();
      const requests = Array.from({ length: 10 }, () => aPaymentRequest());
      await Promise.all(requests.map(async (request) => payments.authorise(request)));

      await Promise.allSettled(
        requests.flatMap(({ order }) => [payments.capture(order), payments.refund(order)]),
      );

      const charges = await Promise.all(requests.map(async ({ order }) => charged(order)));
      assertEqual(
        charges,
        requests.map(() => 0),
        'charged',
      );
    });
  });
}
