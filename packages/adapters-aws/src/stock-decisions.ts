import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { OrderId } from '@snacks/domain';
import { expiryIn } from './expiry.js';

/** What was decided on an order's part of the stock. `released` is one that was refused, too. */
export type StockDecision = 'reserved' | 'released' | 'sold';

const DECISIONS: readonly StockDecision[] = ['reserved', 'released', 'sold'];

/** The items of the orders in the stock table: one for each, by which all its runs agree. */
export class StockDecisions {
  /** @param retentionDays days after which DynamoDB may delete a decision; never by default. */
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
    private readonly retentionDays: number | undefined,
  ) {}

  /** The decision; `undefined` where none was made. */
  async find(orderId: OrderId): Promise<StockDecision | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.tableName, Key: keyOf(orderId), ConsistentRead: true }),
    );
    return DECISIONS.find((decision) => decision === Item?.decision?.S);
  }

  /** Decides, unless that was done; answers the decision that stands. */
  async decide(orderId: OrderId, decision: 'reserved' | 'released'): Promise<StockDecision> {
    try {
      await this.client.send(
        new PutItemCommand({
          TableName: this.tableName,
          Item: { ...keyOf(orderId), decision: { S: decision }, ...expiryIn(this.retentionDays) },
          ConditionExpression: 'attribute_not_exists(id)',
        }),
      );
      return decision;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const standing = await this.find(orderId);
      if (standing === undefined) throw error; // it was deleted in between: repeating is safe
      return standing;
    }
  }

  /** Ends the order's part, unless it ended otherwise: then the answer is `false`. */
  async end(orderId: OrderId, decision: 'released' | 'sold'): Promise<boolean> {
    const { expiresAt } = expiryIn(this.retentionDays);
    try {
      await this.client.send(
        new UpdateItemCommand({
          TableName: this.tableName,
          Key: keyOf(orderId),
          UpdateExpression: `SET decision = :decision${expiresAt ? ', expiresAt = :expiresAt' : ''}`,
          ConditionExpression: 'attribute_not_exists(id) OR decision <> :other',
          ExpressionAttributeValues: {
            ':decision': { S: decision },
            ':other': { S: decision === 'sold' ? 'released' : 'sold' },
            ...(expiresAt && { ':expiresAt': expiresAt }),
          },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}

function keyOf(orderId: OrderId): Record<string, AttributeValue> {
  return { id: { S: `order#${orderId}` } };
}
