import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { OrderId } from '@snacks/domain';
import type { ApprovalTasks, Clock } from '@snacks/domain/ports';
import { APPROVAL_TASKS_TABLE } from '../tables.js';
import { documentClient } from './document-client.js';

export interface DynamoDbApprovalTasksOptions {
  readonly tableName: string;
  /** Decides when tokens expire. */
  readonly clock: Clock;
}

/** How long tokens are kept, in seconds, as the port requires. */
const RETENTION_SECONDS = 30 * 86_400;

/**
 * Keeps task tokens in a DynamoDB table that `APPROVAL_TASKS_TABLE` describes. A write adds to a set, so
 * a late or repeated write removes no other token.
 *
 * Throws the client's errors.
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
