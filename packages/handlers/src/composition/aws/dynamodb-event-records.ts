import { DynamoDbEventRecords } from '@snacks/adapters-aws/dynamodb';
import type { EventRecords } from '@snacks/domain';

import type { DynamoDbClient } from './dynamodb-client.js';

/** The external events in a DynamoDB table. */
export function dynamoDbEventRecords(client: DynamoDbClient, tableName: string): EventRecords {
  return new DynamoDbEventRecords(client, { tableName });
}
