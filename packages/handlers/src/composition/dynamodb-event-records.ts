import { DynamoDbEventRecords } from '@snacks/adapters-aws/dynamodb';
import type { EventRecords } from '@snacks/domain';

import { dynamoDbClient } from './dynamodb-client.js';

/** The foreign events in a DynamoDB table. */
export function dynamoDbEventRecords(tableName: string): EventRecords {
  return new DynamoDbEventRecords(dynamoDbClient(), { tableName });
}
