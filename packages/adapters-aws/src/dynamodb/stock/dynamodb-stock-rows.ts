import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { OrderKey } from '@snacks/domain/ports';
import { fenceOf, type RowKey, type StockRow } from '../../stock/stock-row.js';
import type { Arrival, Closing, Hold, Sending, StockRows } from '../../stock/stock-rows.js';
import { readBatch } from '../read-batch.js';
import { ConditionalUpdate } from '../conditional-update.js';
import { attribute, keyOf, toStockRow } from './stock-item.js';

/**
 * The rows of stocks in a DynamoDB table that `STOCK_TABLE` describes: one item each. The pieces that an
 * order holds are an attribute of its own, so that a hold is one write that is safe to repeat.
 */
export class DynamoDbStockRows implements StockRows {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async read(
    keys: readonly RowKey[],
    consistency: 'strong' | 'eventual',
  ): Promise<readonly (StockRow | undefined)[]> {
    const items = await readBatch(this.client, this.tableName, keys.map(keyOf), consistency);
    const byId = new Map(items.map((item) => [item.id, item]));
    return keys.map((key) => toStockRow(byId.get(keyOf(key).id)));
  }

  async hold(key: RowKey, holds: readonly Hold[]): Promise<boolean> {
    const update = new ConditionalUpdate();
    takePieces(
      update,
      holds.reduce((sum, { quantity }) => sum + quantity, 0),
    );
    for (const { order, quantity, fence } of holds) {
      const held = attribute.held(order);
      update
        .set(held, quantity)
        .requireValue(held, undefined)
        .requireValue(attribute.fence(fenceOf(order)), fence);
    }
    return this.update(key, update);
  }

  async close(key: RowKey, closings: readonly Closing[]): Promise<boolean> {
    const update = new ConditionalUpdate();
    for (const { order, quantity, destination } of closings) {
      const held = attribute.held(order);
      update
        .requireValue(held, quantity)
        .remove(held)
        .add(attribute[destination], quantity)
        .add(attribute.fence(fenceOf(order)), 1);
    }
    return this.update(key, update);
  }

  async raiseFence(key: RowKey, order: OrderKey): Promise<boolean> {
    const update = new ConditionalUpdate()
      .requireValue(attribute.held(order), undefined)
      .add(attribute.fence(fenceOf(order)), 1);
    return this.update(key, update);
  }

  async send(key: RowKey, { to, pieces, sentBefore }: Sending): Promise<boolean> {
    const update = new ConditionalUpdate()
      .requireValue(attribute.sent(to), sentBefore === 0 ? undefined : sentBefore)
      .set(attribute.sent(to), sentBefore + pieces);
    takePieces(update, pieces);
    return this.update(key, update);
  }

  async receive(key: RowKey, { from, sent, receivedBefore }: Arrival): Promise<boolean> {
    const update = new ConditionalUpdate()
      .requireValue(attribute.received(from), receivedBefore === 0 ? undefined : receivedBefore)
      .set(attribute.received(from), sent)
      .add(attribute.available, sent - receivedBefore);
    return this.update(key, update);
  }

  async setAvailable(key: RowKey, pieces: number): Promise<void> {
    await this.update(key, new ConditionalUpdate().set(attribute.available, pieces));
  }

  /** Writes the row; `false` if the condition does not hold. */
  private async update(key: RowKey, update: ConditionalUpdate): Promise<boolean> {
    try {
      await this.client.send(
        new UpdateCommand({ TableName: this.tableName, Key: keyOf(key), ...update.input() }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

/** Takes available pieces, on the condition that there are so many. */
function takePieces(update: ConditionalUpdate, pieces: number): void {
  update
    .require(`${update.name(attribute.available)} >= ${update.value(pieces)}`)
    .add(attribute.available, -pieces);
}
