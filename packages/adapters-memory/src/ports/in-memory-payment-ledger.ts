import type { OrderKey } from '@snacks/domain/ports';
import type { PaymentEntry, PaymentLedger, PaymentState } from '@snacks/domain/payment-simulator';

/** Keeps the simulated payment provider's ledger in memory until the process ends. */
export class InMemoryPaymentLedger implements PaymentLedger {
  private readonly entries = new Map<OrderKey, PaymentEntry>();

  async open(entry: PaymentEntry): Promise<{ opened: boolean; entry: PaymentEntry }> {
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

  /** Deletes an entry, as DynamoDB does when its time to live has passed. */
  expire(order: OrderKey): void {
    this.entries.delete(order);
  }

  async find(order: OrderKey): Promise<PaymentEntry | undefined> {
    return this.entries.get(order);
  }
}
