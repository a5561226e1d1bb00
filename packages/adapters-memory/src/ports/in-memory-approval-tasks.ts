import type { OrderId } from '@snacks/domain';
import type { ApprovalTasks } from '@snacks/domain/ports';

/** Keeps the task tokens in memory until the process ends. */
export class InMemoryApprovalTasks implements ApprovalTasks {
  private readonly tokens = new Map<OrderId, Set<string>>();

  async add(orderId: OrderId, token: string): Promise<void> {
    const known = this.tokens.get(orderId);
    if (known === undefined) this.tokens.set(orderId, new Set([token]));
    else known.add(token);
  }

  async tokensOf(orderId: OrderId): Promise<readonly string[]> {
    return [...(this.tokens.get(orderId) ?? [])];
  }
}
