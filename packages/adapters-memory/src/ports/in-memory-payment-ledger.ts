import type { OrderKey, PaymentEntry, PaymentLedger, PaymentState } from '@snacks/domain';

/** The simulated provider's books in one process: they go with it. */
export class InMemoryPaymentLedger implements PaymentLedger {
  private readonly entries = new Map<OrderKey, PaymentEntry>();

  async open(entry: PaymentEntry): Promise<{ opened: boolean; entry: PaymentEntry }> {
    const standing = this.entries.get(entry.order);
    if (standing !== undefined) return { opened: false, entry: standing };
    this.entries.set(entry.order, entry);
    return { opened: true, entry };
  }

  async move(order: OrderKey, from: readonly PaymentState[], to: PaymentState): Promise<boolean> {
    const entry = this.entries.get(order);
    if (entry === undefined || !from.includes(entry.state)) return false;
    this.entries.set(order, { ...entry, state: to });
    return true;
  }

  /** Deletes an entry, as DynamoDB does once its time to live is over. */
  expire(order: OrderKey): void {
    this.entries.delete(order);
  }

  async find(order: OrderKey): Promise<PaymentEntry | undefined> {
    return this.entries.get(order);
  }
}
