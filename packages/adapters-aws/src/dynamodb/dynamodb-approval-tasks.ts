import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ApprovalTasks, Clock, OrderId } from '@snacks/domain';
import { APPROVAL_TASKS_TABLE } from '../tables.js';
import { documentClient } from './document-client.js';

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
  private readonly client: DynamoDBDocumentClient;

  constructor(
    client: DynamoDBClient,
    private readonly options: DynamoDbApprovalTasksOptions,
  ) {
    this.client = documentClient(client);
  }

  async add(orderId: OrderId, token: string): Promise<void> {
    const { tableName, clock } = this.options;
    const expiresAt = Math.ceil(clock.now() / 1_000) + RETENTION_SECONDS;
    await this.client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { orderId },
        UpdateExpression: 'ADD #tokens :tokens SET #expiresAt = :expiresAt',
        ExpressionAttributeNames: {
          '#tokens': 'tokens',
          '#expiresAt': APPROVAL_TASKS_TABLE.timeToLiveAttribute,
        },
        ExpressionAttributeValues: {
          ':tokens': new Set([token]),
          ':expiresAt': expiresAt,
        },
      }),
    );
  }

  async tokensOf(orderId: OrderId): Promise<readonly string[]> {
    const { Item } = await this.client.send(
      new GetCommand({
        TableName: this.options.tableName,
        Key: { orderId },
        ConsistentRead: true,
      }),
    );
    return Item?.tokens instanceof Set ? [...Item.tokens] : [];
  }
}
