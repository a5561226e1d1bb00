import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { UnknownSnacks } from '@snacks/domain/ports';
import { RowInventory } from '../../stock/row-inventory.js';
import { documentClient } from '../document-client.js';
import { DynamoDbStockRows } from './dynamodb-stock-rows.js';

export interface DynamoDbInventoryOptions {
  readonly tableName: string;
  readonly unknownSnacks: UnknownSnacks;
}

/**
 * Keeps the stock in a DynamoDB table that `STOCK_TABLE` describes: several rows for each snack, as
 * {@link RowInventory} uses them. Each write changes one item.
 */
export class DynamoDbInventory extends RowInventory {
  constructor(client: DynamoDBClient, { tableName, unknownSnacks }: DynamoDbInventoryOptions) {
    super(new DynamoDbStockRows(documentClient(client), tableName), unknownSnacks);
  }
}
