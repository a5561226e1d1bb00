import type { Order, OrderId, PlatformEvent } from '@snacks/domain';

/** Short names for orders: what their clients call them. */
export class OrderLabels {
  private readonly labels = new Map<OrderId, string>();
  private readonly uses = new Map<string, number>();

  /** A second order under one name is `A'`. */
  name(orderId: OrderId, name: string): void {
    if (this.labels.has(orderId)) return;
    const uses = (this.uses.get(name) ?? 0) + 1;
    this.uses.set(name, uses);
    this.labels.set(orderId, name + "'".repeat(uses - 1));
  }

  of(orderId: OrderId): string {
    return this.labels.get(orderId) ?? orderId;
  }

  /** `A v2 claim` */
  ofChange({ orderId, version, history }: Order): string {
    return `${this.of(orderId)} v${version} ${history.at(-1)?.command}`;
  }

  /** `A v1 Order Created` */
  ofEvent({ type, detail }: PlatformEvent): string {
    return 'orderId' in detail
      ? `${this.of(detail.orderId)} v${detail.metadata.orderVersion} ${type}`
      : `${type} ${detail.eventId}`;
  }
}
