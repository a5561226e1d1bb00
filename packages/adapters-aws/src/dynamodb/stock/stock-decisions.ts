import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  PutCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import type { OrderKey } from '@snacks/domain/ports';
import { expiryIn } from '../expiry.js';

/** The decision on an order's reservation. `released` also means that it was refused. */
export type StockDecision = 'reserved' | 'released' | 'sold';

const DECISIONS: readonly StockDecision[] = ['reserved', 'released', 'sold'];

/** The items of the orders in the stock table: one for each, on which all executions agree. */
export class StockDecisions {
  /** @param retentionDays days after which DynamoDB may delete a decision; `undefined` means never. */
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
    private readonly retentionDays: number | undefined,
  ) {}

  /** Returns the decision; `undefined` if there is none. */
  async find(order: OrderKey): Promise<StockDecision | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.tableName, Key: keyOf(order), ConsistentRead: true }),
    );
    return DECISIONS.find((decision) => decision === Item?.decision);
  }

  /** Decides, unless there is a decision. Returns the decision that counts. */
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
      const existing = await this.find(order);
      if (existing === undefined) throw error; // it has just expired; a retry is safe
      return existing;
    }
  }

  /** Ends the order's reservation. Returns `false` if it has ended with the other decision. */
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
