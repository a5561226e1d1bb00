import type { OrderId } from '../src/order/order.js';
import type {
  PaymentEntry,
  PaymentLedger,
  PaymentState,
} from '../src/simulation/payment-ledger.js';

/** A ledger for the domain's own tests. */
export class InMemoryLedger implements PaymentLedger {
  protected readonly entries = new Map<OrderId, PaymentEntry>();

  async open(entry: PaymentEntry) {
    const standing = this.entries.get(entry.orderId);
    if (standing !== undefined) return { opened: false, entry: standing };
    this.entries.set(entry.orderId, entry);
    return { opened: true, entry };
  }

  async move(orderId: OrderId, from: readonly PaymentState[], to: PaymentState): Promise<boolean> {
    const entry = this.entries.get(orderId);
    if (entry === undefined || !from.includes(entry.state)) return false;
    this.entries.set(orderId, { ...entry, state: to });
    return true;
  }

  async find(orderId: OrderId): Promise<PaymentEntry | undefined> {
    return this.entries.get(orderId);
  }
}
