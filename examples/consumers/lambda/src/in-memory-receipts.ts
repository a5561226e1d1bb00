import type { Receipt, Receipts } from './receipts.js';

/** Receipts in memory, for tests and for the local platform. */
export class InMemoryReceipts implements Receipts {
  private readonly receipts = new Map<string, Receipt>();

  async add(receipt: Receipt): Promise<boolean> {
    if (this.receipts.has(receipt.eventId)) return false;
    this.receipts.set(receipt.eventId, receipt);
    return true;
  }

  /** All receipts, in the order in which they were added. */
  get all(): readonly Receipt[] {
    return [...this.receipts.values()];
  }
}
