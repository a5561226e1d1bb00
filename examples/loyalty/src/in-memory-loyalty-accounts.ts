import type { OrderKey } from '@snacks/domain/ports';

import type { Balance, CustomerOrder, Earning, LoyaltyAccounts } from './loyalty-accounts.js';

interface Entry {
  readonly customerId: string;
  readonly points: number;
  readonly state: 'reserved' | 'earned' | 'released';
}

/** Keeps one entry for each order in memory. Each call runs to completion synchronously. */
export class InMemoryLoyaltyAccounts implements LoyaltyAccounts {
  private readonly entries = new Map<OrderKey, Entry>();

  async reserve({ order, customerId, points }: Earning): Promise<void> {
    if (this.entries.has(order)) return;
    this.entries.set(order, { customerId, points, state: 'reserved' });
  }

  async confirm({ order }: CustomerOrder): Promise<void> {
    const entry = this.entries.get(order);
    if (entry?.state === 'reserved') this.entries.set(order, { ...entry, state: 'earned' });
  }

  async release({ order, customerId }: CustomerOrder): Promise<void> {
    if (this.entries.get(order)?.state === 'earned') return;
    this.entries.set(order, { customerId, points: 0, state: 'released' });
  }

  async balance(customerId: string): Promise<Balance> {
    const balance = { earned: 0, reserved: 0, released: 0 };
    for (const entry of this.entries.values()) {
      if (entry.customerId === customerId) balance[entry.state] += entry.points;
    }
    return { earned: balance.earned, reserved: balance.reserved };
  }
}
