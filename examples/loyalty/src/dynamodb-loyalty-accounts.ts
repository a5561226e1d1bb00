import {
  ConditionalCheckFailedException,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  paginateQuery,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

import type { Balance, CustomerOrder, Earning, LoyaltyAccounts } from './loyalty-accounts.js';

/** The keys of the table, as `CreateTable` takes them: the entries of a customer are one partition. */
export const LOYALTY_TABLE: Pick<CreateTableCommandInput, 'KeySchema' | 'AttributeDefinitions'> = {
  KeySchema: [
    { AttributeName: 'customerId', KeyType: 'HASH' },
    { AttributeName: 'orderKey', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'customerId', AttributeType: 'S' },
    { AttributeName: 'orderKey', AttributeType: 'S' },
  ],
};

/**
 * Keeps one item for each order in a DynamoDB table that {@link LOYALTY_TABLE} describes. An item has a
 * fixed number of attributes, and each call is one conditional write. A failed condition means that an
 * earlier call decided on the order, so the late call has no effect.
 *
 * Throws the client's errors.
 */
export class DynamoDbLoyaltyAccounts implements LoyaltyAccounts {
  private readonly client: DynamoDBDocumentClient;

  constructor(
    client: DynamoDBClient,
    private readonly options: { readonly tableName: string },
  ) {
    this.client = DynamoDBDocumentClient.from(client);
  }

  async reserve({ points, ...order }: Earning): Promise<void> {
    const request = new PutCommand({
      TableName: this.options.tableName,
      Item: { ...keyOf(order), state: 'reserved', points },
      ConditionExpression: 'attribute_not_exists(orderKey)',
    });
    await unlessDecided(this.client.send(request));
  }

  async confirm(order: CustomerOrder): Promise<void> {
    await this.move(order, 'earned', '#state = :reserved');
  }

  async release(order: CustomerOrder): Promise<void> {
    await this.move(order, 'released', 'attribute_not_exists(orderKey) OR #state = :reserved');
  }

  async balance(customerId: string): Promise<Balance> {
    const points = { earned: 0, reserved: 0 };
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.options.tableName,
        KeyConditionExpression: 'customerId = :customerId',
        ExpressionAttributeValues: { ':customerId': customerId },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        if (item.state === 'earned') points.earned += Number(item.points);
        if (item.state === 'reserved') points.reserved += Number(item.points);
      }
    }
    return points;
  }

  private async move(order: CustomerOrder, to: string, condition: string): Promise<void> {
    const request = new UpdateCommand({
      TableName: this.options.tableName,
      Key: keyOf(order),
      UpdateExpression: 'SET #state = :to',
      ConditionExpression: condition,
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':to': to, ':reserved': 'reserved' },
    });
    await unlessDecided(this.client.send(request));
  }
}

function keyOf({ customerId, order }: CustomerOrder) {
  return { customerId, orderKey: order };
}

/** Waits for a write, and ignores that its condition failed. */
async function unlessDecided(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
