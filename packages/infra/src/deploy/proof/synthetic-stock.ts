import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { topology } from '@snacks/handlers';

import type { Deployment } from '../deployment.js';
import { TableItem } from './table-item.js';

/** More than the proof orders, so that the rest stays in stock. */
const PIECES = 10;

/** The prefix of the attributes with the pieces that an order holds, each followed by its id. */
const HELD = 'held#';

/**
 * The stock of the snack that only the proof orders: a deployment may refuse snacks without a stock
 * record.
 */
export class SyntheticStock {
  private readonly item: TableItem;

  constructor(
    private readonly dynamodb: DynamoDBDocumentClient,
    deployment: Deployment,
    snackName: string,
  ) {
    const { partitionKey } = topology.tables.stock;
    const tableName = deployment.tableName('stock');
    this.item = new TableItem(dynamodb, tableName, partitionKey, `snack#${snackName}`);
  }

  /** The command that deletes it. */
  get deleteCommand(): string {
    return this.item.deleteCommand;
  }

  /** Puts the snack in stock. */
  async set(): Promise<void> {
    await this.dynamodb.send(
      new UpdateCommand({
        TableName: this.item.tableName,
        Key: { ...this.item.key },
        UpdateExpression: 'SET available = :pieces',
        ExpressionAttributeValues: { ':pieces': PIECES },
      }),
    );
  }

  /** Whether an order holds a part of it. */
  async isHeld(): Promise<boolean> {
    const item = (await this.item.read()) ?? {};
    return Object.keys(item).some((attribute) => attribute.startsWith(HELD));
  }

  /** Deletes it. Call it only if no order in progress needs it. */
  async delete(): Promise<void> {
    await this.item.delete();
  }
}
