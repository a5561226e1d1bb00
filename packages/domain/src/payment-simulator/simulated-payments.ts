import { PaymentMismatchError, PaymentNotAuthorisedError } from '../fulfilment/errors.js';
import type { OrderId } from '../order/order.js';
import { orderIdOf, type OrderKey } from '../order/order-key.js';
import {
  paymentKey,
  type Authorisation,
  type PaymentRequest,
  type Payments,
} from '../ports/payments.js';
import type { PaymentEntry, PaymentLedger } from './payment-ledger.js';
import { reactionTo, type PaymentRule } from './payment-rules.js';

/** The simulated provider did not respond in time. It is unknown whether the call took effect. */
export class PaymentTimedOutError extends Error {
  override readonly name = 'PaymentTimedOutError';
  readonly code = 'PAYMENT_TIMED_OUT';

  constructor(readonly orderId: OrderId) {
    super(`The simulated payment provider did not respond in time for order ${orderId}.`);
  }
}

/**
 * A payment provider that moves no money, with the guarantees of a real one for repeats and late calls.
 * It approves every payment unless a rule says otherwise, and stores payments in a ledger. A timeout
 * fails at once, without waiting.
 */
export class SimulatedPayments implements Payments {
  constructor(
    private readonly ledger: PaymentLedger,
    private readonly rules: readonly PaymentRule[],
  ) {}

  async authorise(request: PaymentRequest): Promise<Authorisation> {
    const { order, amount } = request;
    const reaction = reactionTo(request, this.rules);
    if (reaction === 'time out') throw new PaymentTimedOutError(orderIdOf(order));
    const { opened, entry } = await this.ledger.open({
      order,
      state: reaction === 'decline' ? 'declined' : 'authorised',
      amount,
      reference: `simulated:${paymentKey(order, 'authorise')}`,
    });
    if (opened && reaction === 'answer late') throw new PaymentTimedOutError(orderIdOf(order));
    if (entry.state === 'refunded') return { outcome: 'declined' };
    if (entry.amount !== amount) throw new PaymentMismatchError(order);
    return entry.state === 'declined'
      ? { outcome: 'declined' }
      : { outcome: 'authorised', reference: entry.reference };
  }

  async capture(order: OrderKey): Promise<void> {
    // A repeat finds the payment captured, and succeeds.
    if (await this.ledger.move(order, ['authorised', 'captured'], 'captured')) return;
    throw new PaymentNotAuthorisedError(order);
  }

  async refund(order: OrderKey): Promise<void> {
    const reference = `simulated:${paymentKey(order, 'refund')}`;
    // Also without an authorisation: a late one then finds the payment refunded.
    const { opened } = await this.ledger.open({ order, state: 'refunded', amount: 0, reference });
    if (opened) return;
    if (await this.ledger.move(order, ['authorised', 'captured'], 'refunded')) return;
    // Ends a declined payment too, so that the ledger may delete its entry later.
    await this.ledger.move(order, ['declined'], 'declined');
  }

  /** The order's payment in the ledger; `undefined` if it has none. */
  async find(order: OrderKey): Promise<PaymentEntry | undefined> {
    return this.ledger.find(order);
  }
}
