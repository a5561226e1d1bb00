import { DynamoDbApprovalTasks } from '@snacks/adapters-aws/dynamodb';
import type { ApprovalTasks, Clock } from '@snacks/domain';

import type { DynamoDbClient } from './dynamodb-client.js';

/** The tokens in a DynamoDB table. */
export function dynamoDbApprovalTasks(
  client: DynamoDbClient,
  tableName: string,
  clock: Clock,
): ApprovalTasks {
  return new DynamoDbApprovalTasks(client, { tableName, clock });
}
