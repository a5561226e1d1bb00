import { GetItemCommand, UpdateItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ApprovalTasks, Clock, OrderId } from '@snacks/domain';
import { APPROVAL_TASKS_TABLE } from './approval-tasks-table.js';

export interface DynamoDbApprovalTasksOptions {
  readonly tableName: string;
  /** Tells when an order's tokens may go. */
  readonly clock: Clock;
}

/** How long tokens are kept, as the port has it, in seconds. */
const RETENTION_SECONDS = 30 * 86_400;

/**
 * Tokens in a DynamoDB table as `APPROVAL_TASKS_TABLE` describes it. Adding to the set commutes with
 * itself, so that a write which comes late or twice takes no other token away.
 *
 * Throws the client's errors as they are.
 */
export class DynamoDbApprovalTasks implements ApprovalTasks {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly options: DynamoDbApprovalTasksOptions,
  ) {}

  async add(orderId: OrderId, token: string): Promise<void> {
    const { tableName, clock } = this.options;
    const expiresAt = Math.ceil(clock.now() / 1_000) + RETENTION_SECONDS;
    await this.client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { orderId: { S: orderId } },
        UpdateExpression: 'ADD #tokens :tokens SET #expiresAt = :expiresAt',
        ExpressionAttributeNames: {
          '#tokens': 'tokens',
          '#expiresAt': APPROVAL_TASKS_TABLE.timeToLiveAttribute,
        },
        ExpressionAttributeValues: {
          ':tokens': { SS: [token] },
          ':expiresAt': { N: `${expiresAt}` },
        },
      }),
    );
  }

  async tokensOf(orderId: OrderId): Promise<readonly string[]> {
    const { Item } = await this.client.send(
      new GetItemCommand({
        TableName: this.options.tableName,
        Key: { orderId: { S: orderId } },
        ConsistentRead: true,
      }),
    );
    return Item?.tokens?.SS ?? [];
  }
}
