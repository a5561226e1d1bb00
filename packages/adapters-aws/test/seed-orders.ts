import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Order } from '@snacks/domain';
import { toAttributes } from '../src/order-item.js';

const BATCH = 25;

/** Puts many orders into a table, faster than one by one, as the repository would have stored them. */
export async function seedOrders(
  client: DynamoDBClient,
  tableName: string,
  orders: Iterable<Order>,
): Promise<void> {
  const all = [...orders];
  for (let start = 0; start < all.length; start += BATCH) {
    const requests = all.slice(start, start + BATCH).map((order) => ({
      PutRequest: {
        Item: toAttributes(
          { order, events: [], requestHash: 'a'.repeat(64) },
          { writeId: 'seed', retentionDays: undefined },
        ),
      },
    }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
  }
}
