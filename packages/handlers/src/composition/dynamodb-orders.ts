import {
  createDynamoDbClient,
  DynamoDbOrderRepository,
  environmentCredentials,
  type ClientOptions,
} from '@snacks/adapters-aws/dynamodb';
import type { OrderRepository } from '@snacks/domain';

/** The orders in a DynamoDB table, by a client of this process's own. */
export function dynamoDbOrders(tableName: string, options: ClientOptions = {}): OrderRepository {
  const credentials = environmentCredentials(process.env);
  return new DynamoDbOrderRepository(createDynamoDbClient({ credentials, ...options }), {
    tableName,
  });
}
