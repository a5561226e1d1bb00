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

/** The simulated provider did not respond in time. Whether it took effect is left open. */
export class PaymentTimedOutError extends Error {
  override readonly name = 'PaymentTimedOutError';
  readonly code = 'PAYMENT_TIMED_OUT';

  constructor(readonly orderId: OrderId) {
    super(`The simulated payment provider did not respond in time about order ${orderId}.`);
  }
}

/**
 * A payment provider that moves no money: it approves every payment, unless a rule says otherwise,
 * and keeps its books in a ledger. What it promises of repeats and late calls is what a real one has
 * to promise; its time-outs come at once.
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
    // From `captured` too: a repeat is the same again.
    if (await this.ledger.move(order, ['authorised', 'captured'], 'captured')) return;
    throw new PaymentNotAuthorisedError(order);
  }

  async refund(order: OrderKey): Promise<void> {
    const reference = `simulated:${paymentKey(order, 'refund')}`;
    // An entry for what was never authorised: an authorisation that comes late finds it.
    const { opened } = await this.ledger.open({ order, state: 'refunded', amount: 0, reference });
    if (opened) return;
    if (await this.ledger.move(order, ['authorised', 'captured'], 'refunded')) return;
    // So that the books know that this payment has ended, too, and may forget it one day.
    await this.ledger.move(order, ['declined'], 'declined');
  }

  /** The order's payment as the provider's books have it. */
  async find(order: OrderKey): Promise<PaymentEntry | undefined> {
    return this.ledger.find(order);
  }
}
