import type { OrderKey } from '../src/order/order-key.js';
import type {
  PaymentEntry,
  PaymentLedger,
  PaymentState,
} from '../src/payment-simulator/payment-ledger.js';

/** A ledger for the domain's own tests. */
export class InMemoryLedger implements PaymentLedger {
  protected readonly entries = new Map<OrderKey, PaymentEntry>();

  async open(entry: PaymentEntry) {
    const existing = this.entries.get(entry.order);
    if (existing !== undefined) return { opened: false, entry: existing };
    this.entries.set(entry.order, entry);
    return { opened: true, entry };
  }

  async move(order: OrderKey, from: readonly PaymentState[], to: PaymentState): Promise<boolean> {
    const entry = this.entries.get(order);
    if (entry === undefined || !from.includes(entry.state)) return false;
    this.entries.set(order, { ...entry, state: to });
    return true;
  }

  async find(order: OrderKey): Promise<PaymentEntry | undefined> {
    return this.entries.get(order);
  }
}
