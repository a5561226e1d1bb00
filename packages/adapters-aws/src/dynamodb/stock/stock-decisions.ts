import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { OrderKey } from '@snacks/domain';
import { expiryIn } from '../expiry.js';

/** What was decided on an order's part of the stock. `released` is one that was refused, too. */
export type StockDecision = 'reserved' | 'released' | 'sold';

const DECISIONS: readonly StockDecision[] = ['reserved', 'released', 'sold'];

/** The items of the orders in the stock table: one for each, by which all its runs agree. */
export class StockDecisions {
  /** @param retentionDays days after which DynamoDB may delete a decision; never by default. */
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
    private readonly retentionDays: number | undefined,
  ) {}

  /** The decision; `undefined` where none was made. */
  async find(order: OrderKey): Promise<StockDecision | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.tableName, Key: keyOf(order), ConsistentRead: true }),
    );
    return DECISIONS.find((decision) => decision === Item?.decision);
  }

  /** Decides, unless that was done; returns the decision that stands. */
  async decide(order: OrderKey, decision: 'reserved' | 'released'): Promise<StockDecision> {
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.tableName,
          Item: { ...keyOf(order), decision, ...expiryIn(this.retentionDays) },
          ConditionExpression: 'attribute_not_exists(id)',
        }),
      );
      return decision;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const standing = await this.find(order);
      if (standing === undefined) throw error; // it was deleted in between: repeating is safe
      return standing;
    }
  }

  /** Ends the order's part, unless it ended otherwise: then the response is `false`. */
  async end(order: OrderKey, decision: 'released' | 'sold'): Promise<boolean> {
    const { expiresAt } = expiryIn(this.retentionDays);
    try {
      await this.client.send(
        new UpdateCommand({
          TableName: this.tableName,
          Key: keyOf(order),
          UpdateExpression: `SET decision = :decision${expiresAt === undefined ? '' : ', expiresAt = :expiresAt'}`,
          ConditionExpression: 'attribute_not_exists(id) OR decision <> :other',
          ExpressionAttributeValues: {
            ':decision': decision,
            ':other': decision === 'sold' ? 'released' : 'sold',
            ...(expiresAt !== undefined && { ':expiresAt': expiresAt }),
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

function keyOf(order: OrderKey) {
  return { id: `order#${order}` };
}
