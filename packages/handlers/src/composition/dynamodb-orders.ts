import {
  createDynamoDbClient,
  DynamoDbOrderRepository,
  environmentCredentials,
  type ClientOptions,
} from '@snacks/adapters-aws/dynamodb';
import type { OrderRepository } from '@snacks/domain';

import type { Logger } from '../logging/logger.js';

/**
 * The orders in a DynamoDB table, by a client of this process's own. An item in a listing that is no
 * order is told at error level, and does not hide the others.
 */
export function dynamoDbOrders(
  tableName: string,
  logger: Logger,
  options: ClientOptions = {},
): OrderRepository {
  const credentials = environmentCredentials(process.env);
  return new DynamoDbOrderRepository(createDynamoDbClient({ credentials, ...options }), {
    tableName,
    onUnreadable: (error) =>
      logger.error('stored order cannot be read', { orderId: error.orderId, error }),
  });
}
