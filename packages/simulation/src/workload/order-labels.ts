import type { Order, OrderId } from '@snacks/domain';
import type { PlatformEvent } from '@snacks/domain/events';

/** Short names of orders and of external events, for decisions and the timeline. */
export class OrderLabels {
  private readonly labels = new Map<string, string>();
  private readonly uses = new Map<string, number>();

  /** Gives an id its name. The second id with the name `A` is labelled `A'`. */
  name(id: string, name: string): void {
    if (this.labels.has(id)) return;
    const uses = (this.uses.get(name) ?? 0) + 1;
    this.uses.set(name, uses);
    this.labels.set(id, name + "'".repeat(uses - 1));
  }

  /** The label of an id; the id itself if it has no label. */
  of(id: OrderId): string {
    return this.labels.get(id) ?? id;
  }

  /** `A v2 claim` */
  ofChange({ orderId, version, history }: Order): string {
    return `${this.of(orderId)} v${version} ${history.at(-1)?.command}`;
  }

  /** `A v1 Order Created` */
  ofEvent({ type, detail }: PlatformEvent): string {
    return 'orderId' in detail
      ? `${this.of(detail.orderId)} v${detail.metadata.orderVersion} ${type}`
      : `${this.of(detail.eventId)} ${type}`;
  }
}
