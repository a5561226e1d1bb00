import { DynamoDbApprovalTasks } from '@snacks/adapters-aws/dynamodb';
import type { ApprovalTasks, Clock } from '@snacks/domain';

import { dynamoDbClient } from './dynamodb-client.js';

/** The tokens in a DynamoDB table, by a client of this process's own. */
export function dynamoDbApprovalTasks(tableName: string, clock: Clock): ApprovalTasks {
  return new DynamoDbApprovalTasks(dynamoDbClient(), { tableName, clock });
}
