import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { orderKey, topology, type TableName } from '@snacks/handlers';

import type { Deployment } from '../deployment.js';
import { waitUntil, type WaitOptions } from '../wait-until.js';
import type { SyntheticStock } from './synthetic-stock.js';
import { TableItem } from './table-item.js';

/** States that no order leaves. */
const TERMINAL = new Set(['PROCESSED', 'CANCELLED', 'REJECTED', 'FAILED']);

/**
 * What becomes of an order's stock and payment once it has ended. It is carried out after the end is
 * written, and writes the items anew where they were deleted too early.
 */
const CARRIED_OUT: Readonly<
  Record<string, { readonly stock: string; readonly payment: readonly string[] }>
> = {
  PROCESSED: { stock: 'sold', payment: ['captured'] },
  FAILED: { stock: 'released', payment: ['refunded', 'declined'] },
};

/** What the proof looks at in an order's item. */
export interface OrderInTable {
  readonly status: string;
  /** Whether no command changes the order any more. */
  readonly isTerminal: boolean;
  /** Why it failed, or was rejected. */
  readonly reason: string | undefined;
  readonly version: string;
}

/** What the response to a placing says by which its items are found. */
export type PlacedOrder = Parameters<typeof orderKey>[0];

/** The items of the synthetic order: itself, its payment, and what was decided on its stock. */
export class SyntheticOrderItems {
  private readonly order: TableItem;
  private readonly payment: TableItem;
  private readonly decision: TableItem;
  private readonly orderId: string;

  constructor(
    dynamodb: DynamoDBDocumentClient,
    deployment: Deployment,
    placed: PlacedOrder,
    private readonly stock: SyntheticStock,
  ) {
    const item = (table: TableName, id: string) =>
      new TableItem(dynamodb, deployment.tableName(table), topology.tables[table].partitionKey, id);
    const key = orderKey(placed);
    this.orderId = placed.orderId;
    this.order = item('orders', placed.orderId);
    this.payment = item('payments', key);
    this.decision = item('stock', `order#${key}`);
  }

  /** What to type to read the order. */
  get readCommand(): string {
    return this.order.readCommand;
  }

  /** What to type to delete all of it. */
  get deleteCommand(): string {
    const items = [this.order, this.payment, this.decision];
    return items.map(({ deleteCommand }) => deleteCommand).join(' &&\n      ');
  }

  /** The order; `undefined` where there is none. */
  async read(): Promise<OrderInTable | undefined> {
    const item = await this.order.read();
    if (item === undefined) return undefined;
    const status = String(item.status);
    return {
      status,
      isTerminal: TERMINAL.has(status),
      reason: typeof item.reason === 'string' ? item.reason : undefined,
      version: String(item.version),
    };
  }

  /**
   * Deletes all of it, once the order has come to its end and that is carried out: an event of an
   * order that is gone would be a dead letter.
   *
   * @throws where it has not, or is not the synthetic customer's.
   */
  async delete(customerName: string, waiting: WaitOptions): Promise<void> {
    const { isTerminal = false, status = 'gone' } = (await this.read()) ?? {};
    if (!isTerminal) throw new Error(`order ${this.orderId} has not come to its end yet`);
    const isDone = await waitUntil(
      async () => ((await this.isCarriedOut(status)) ? true : undefined),
      waiting,
    );
    if (isDone !== true) {
      throw new Error(`the stock and the payment of order ${this.orderId} are not final yet`);
    }
    const isDeleted = await this.order.delete({
      ConditionExpression: 'customerName = :name AND #status = :status',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':name': customerName, ':status': status },
    });
    if (!isDeleted) throw new Error(`order ${this.orderId} is not the proof's any more`);
    await this.payment.delete();
    await this.decision.delete();
  }

  private async isCarriedOut(status: string): Promise<boolean> {
    const wanted = CARRIED_OUT[status];
    if (wanted === undefined) return true; // it ended before anything was set aside
    const [payment, decision] = [await this.payment.read(), await this.decision.read()];
    return (
      decision?.decision === wanted.stock &&
      wanted.payment.some((state) => state === payment?.state) &&
      !(await this.stock.isHeld())
    );
  }
}
