import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { fromItem, toItem, type OrderId, type OrderRepository } from '@snacks/domain';
import type { Logger } from '@snacks/handlers';
import {
  dynamoDbClient,
  dynamoDbOrders as plainOrders,
  type DynamoDbOrdersOptions,
} from '@snacks/handlers/dynamodb';

/** As the plain adapter reads numbers: whatever one is, it comes as one. */
const UNMARSHALL = { wrapNumbers: Number };

/**
 * The orders as the functions keep them, but that what the order-creator calls goes through the
 * document client. The rest stays as it is, so that both bundles hold the same.
 */
export function dynamoDbOrders(
  tableName: string,
  logger: Logger,
  options: DynamoDbOrdersOptions = {},
): OrderRepository {
  const client = options.client ?? dynamoDbClient();
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: UNMARSHALL,
  });
  const plain = plainOrders(tableName, logger, { ...options, client });
  const read = async (orderId: OrderId) => {
    const request = { TableName: tableName, Key: { orderId }, ConsistentRead: true };
    return (await documents.send(new GetCommand(request))).Item;
  };
  return {
    add: async (change, requestHash) => {
      const { orderId, status, createdAt } = change.order;
      const writeId = randomUUID();
      const item = {
        ...toItem({ ...change, requestHash }),
        statusShard: `${status}#${Number.parseInt(orderId.slice(-4), 16) % 8}`,
        createdAtOrderId: `${createdAt}#${orderId}`,
        writeId,
      };
      try {
        await documents.send(
          new PutCommand({
            TableName: tableName,
            Item: item,
            ConditionExpression: 'attribute_not_exists(orderId)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { added: true };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const { Item } = error; // which the document client leaves in DynamoDB's form
        const known = Item === undefined ? await read(orderId) : unmarshall(Item, UNMARSHALL);
        if (known === undefined) throw error;
        if (known.writeId === writeId) return { added: true };
        const stored = fromItem(known);
        return { added: false, order: stored.order, requestHash: stored.requestHash };
      }
    },
    find: async (orderId) => {
      const item = await read(orderId);
      return item && fromItem(item).order;
    },
    save: async (change) => plain.save(change),
    list: async (query) => plain.list(query),
    lastEvents: async (orderId) => plain.lastEvents(orderId),
  };
}
