import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { orderKey, topology, type TableName } from '@snacks/handlers';

import type { Deployment } from '../deployment.js';
import { waitUntil, type WaitOptions } from '../wait-until.js';
import type { SyntheticStock } from './synthetic-stock.js';
import { TableItem } from './table-item.js';

/** States that no order leaves. */
const TERMINAL = new Set(['PROCESSED', 'CANCELLED', 'REJECTED', 'FAILED']);

/**
 * The final states of an order's payment. The processor writes it after the order's final state, and would
 * create the item again if it was deleted too early.
 */
const FINAL_PAYMENTS: Readonly<Record<string, readonly string[]>> = {
  PROCESSED: ['captured'],
  FAILED: ['refunded', 'declined'],
};

/** The attributes of an order's item that the proof reads. */
export interface OrderInTable {
  readonly status: string;
  /** Whether the order is in a final state. */
  readonly isTerminal: boolean;
  /** Why it failed or was rejected. */
  readonly reason: string | undefined;
  readonly version: string;
}

/** The fields of the response to a placed order from which the keys of its items follow. */
export type PlacedOrder = Parameters<typeof orderKey>[0];

/** The items of the synthetic order: the order and its payment. */
export class SyntheticOrderItems {
  private readonly order: TableItem;
  private readonly payment: TableItem;
  private readonly orderId: string;

  constructor(
    dynamodb: DynamoDBDocumentClient,
    deployment: Deployment,
    placed: PlacedOrder,
    private readonly stock: SyntheticStock,
  ) {
    const item = (table: TableName, id: string) =>
      new TableItem(dynamodb, deployment.tableName(table), topology.tables[table].partitionKey, id);
    this.orderId = placed.orderId;
    this.order = item('orders', placed.orderId);
    this.payment = item('payments', orderKey(placed));
  }

  /** The command that reads the order. */
  get readCommand(): string {
    return this.order.readCommand;
  }

  /** The command that deletes all items. */
  get deleteCommand(): string {
    const items = [this.order, this.payment];
    return items.map(({ deleteCommand }) => deleteCommand).join(' &&\n      ');
  }

  /** The order; `undefined` if it does not exist. */
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
   * Deletes all items once the order, its stock and its payment are in a final state. Earlier, an event
   * of a missing order would become a dead letter.
   *
   * @throws if they are not in a final state, or if the order is not the synthetic customer's.
   */
  async delete(customerName: string, waiting: WaitOptions): Promise<void> {
    const { isTerminal = false, status = 'missing' } = (await this.read()) ?? {};
    if (!isTerminal) throw new Error(`order ${this.orderId} is not in a final state yet`);
    const isFinal = await waitUntil(
      async () => ((await this.isFinal(status)) ? true : undefined),
      waiting,
    );
    if (isFinal !== true) {
      throw new Error(`the stock and the payment of order ${this.orderId} are not final yet`);
    }
    const isDeleted = await this.order.delete({
      ConditionExpression: 'customerName = :name AND #status = :status',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':name': customerName, ':status': status },
    });
    if (!isDeleted) throw new Error(`order ${this.orderId} does not belong to the proof`);
    await this.payment.delete();
  }

  private async isFinal(status: string): Promise<boolean> {
    const wanted = FINAL_PAYMENTS[status];
    if (wanted === undefined) return true; // it ended before stock was reserved
    const payment = await this.payment.read();
    return wanted.some((state) => state === payment?.state) && !(await this.stock.isHeld());
  }
}
