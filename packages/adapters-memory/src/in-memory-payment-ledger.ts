import type { OrderId, PaymentEntry, PaymentLedger, PaymentState } from '@snacks/domain';

/** The simulated provider's books in one process: they go with it. */
export class InMemoryPaymentLedger implements PaymentLedger {
  private readonly entries = new Map<OrderId, PaymentEntry>();

  async open(entry: PaymentEntry): Promise<{ opened: boolean; entry: PaymentEntry }> {
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
