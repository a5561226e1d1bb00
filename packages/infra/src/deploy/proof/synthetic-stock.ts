import { UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { stockRowIds, topology } from '@snacks/handlers';

import type { Deployment } from '../deployment.js';
import { TableItem } from './table-item.js';

/** More than the proof orders, so that the rest stays in stock. */
const PIECES = 10;

/** The prefix of the attributes with the pieces that an order holds, each followed by its id. */
const HELD = 'held#';

/**
 * The stock of the snack that only the proof orders: a deployment may refuse snacks without a stock
 * record. All pieces are in the first row; the processor brings them to the row of the order.
 */
export class SyntheticStock {
  private readonly rows: readonly TableItem[];

  constructor(
    private readonly dynamodb: DynamoDBDocumentClient,
    private readonly deployment: Deployment,
    private readonly snackName: string,
  ) {
    this.rows = stockRowIds(snackName).map((id) => this.row(id));
  }

  /** The command that deletes it. */
  get deleteCommand(): string {
    return this.rows.map(({ deleteCommand }) => deleteCommand).join(' &&\n      ');
  }

  /** Puts the snack in stock. */
  async set(): Promise<void> {
    const [first = ''] = stockRowIds(this.snackName);
    const { tableName, key } = this.row(first);
    await this.dynamodb.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { ...key },
        UpdateExpression: 'SET available = :pieces',
        ExpressionAttributeValues: { ':pieces': PIECES },
      }),
    );
  }

  /** Whether an order holds a part of it. */
  async isHeld(): Promise<boolean> {
    const items = await Promise.all(this.rows.map(async (row) => row.read()));
    return items.some((item = {}) => Object.keys(item).some((name) => name.startsWith(HELD)));
  }

  /** Deletes it. Call it only if no order in progress needs it. */
  async delete(): Promise<void> {
    for (const row of this.rows) await row.delete();
  }

  private row(id: string): TableItem {
    const { partitionKey } = topology.tables.stock;
    return new TableItem(this.dynamodb, this.deployment.tableName('stock'), partitionKey, id);
  }
}
