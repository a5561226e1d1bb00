import { PaymentNotAuthorisedError } from '../fulfilment/errors.js';
import type { OrderId } from '../order/order.js';
import {
  paymentKey,
  type Authorisation,
  type PaymentRequest,
  type Payments,
} from '../ports/payments.js';
import type { PaymentEntry, PaymentLedger } from './payment-ledger.js';
import { reactionTo, type PaymentRule } from './payment-rules.js';

/** The simulated provider did not answer in time. Whether it took effect is left open. */
export class PaymentTimedOutError extends Error {
  override readonly name = 'PaymentTimedOutError';
  readonly code = 'PAYMENT_TIMED_OUT';

  constructor(readonly orderId: OrderId) {
    super(`The simulated payment provider did not answer in time about order ${orderId}.`);
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
    const { orderId, amount } = request;
    const reaction = reactionTo(request, this.rules);
    if (reaction === 'time out') throw new PaymentTimedOutError(orderId);
    const { opened, entry } = await this.ledger.open({
      orderId,
      state: reaction === 'decline' ? 'declined' : 'authorised',
      amount,
      reference: `simulated:${paymentKey(orderId, 'authorise')}`,
    });
    if (opened && reaction === 'answer late') throw new PaymentTimedOutError(orderId);
    return entry.state === 'declined' || entry.state === 'refunded'
      ? { outcome: 'declined' }
      : { outcome: 'authorised', reference: entry.reference };
  }

  async capture(orderId: OrderId): Promise<void> {
    // From `captured` too: a repeat is the same again.
    if (await this.ledger.move(orderId, ['authorised', 'captured'], 'captured')) return;
    throw new PaymentNotAuthorisedError(orderId);
  }

  async refund(orderId: OrderId): Promise<void> {
    const reference = `simulated:${paymentKey(orderId, 'refund')}`;
    // An entry for what was never authorised: an authorisation that comes late finds it.
    const { opened } = await this.ledger.open({ orderId, state: 'refunded', amount: 0, reference });
    if (!opened) await this.ledger.move(orderId, ['authorised', 'captured'], 'refunded');
  }

  /** The order's payment as the provider's books have it. */
  async find(orderId: OrderId): Promise<PaymentEntry | undefined> {
    return this.ledger.find(orderId);
  }
}
