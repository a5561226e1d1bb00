import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Order } from '@snacks/domain';
import { documentClient } from '../src/dynamodb/document-client.js';
import { toTableItem } from '../src/dynamodb/orders/order-item.js';
import { STATUS_SHARDS } from '../src/tables.js';

const BATCH = 25;

/** Writes many orders in batches, in the same items as the repository. */
export async function seedOrders(
  client: DynamoDBClient,
  tableName: string,
  orders: Iterable<Order>,
): Promise<void> {
  const all = [...orders];
  const documents = documentClient(client);
  for (let start = 0; start < all.length; start += BATCH) {
    const requests = all.slice(start, start + BATCH).map((order) => ({
      PutRequest: {
        Item: toTableItem(
          { order, events: [], requestHash: 'a'.repeat(64) },
          { writeId: 'seed', retentionDays: undefined, statusShards: STATUS_SHARDS },
        ),
      },
    }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }));
  }
}
