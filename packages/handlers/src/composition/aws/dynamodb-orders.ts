import { DynamoDbOrderRepository } from '@snacks/adapters-aws/dynamodb';
import type { OrderRepository } from '@snacks/domain';

import type { Logger } from '../../observability/logging/logger.js';
import { dynamoDbClient, type DynamoDbClient } from './dynamodb-client.js';

export interface DynamoDbOrdersOptions {
  /** @default a client of its own */
  readonly client?: DynamoDbClient;
  /** Days for which an order that ends by this process is kept. @default for ever */
  readonly retentionDays?: number;
}

/**
 * The orders in a DynamoDB table. An item in a listing that is no order is told at error level, and
 * does not hide the others.
 */
export function dynamoDbOrders(
  tableName: string,
  logger: Logger,
  { client = dynamoDbClient(), retentionDays }: DynamoDbOrdersOptions = {},
): OrderRepository {
  return new DynamoDbOrderRepository(client, {
    tableName,
    ...(retentionDays !== undefined && { retentionDays }),
    onUnreadable: (error) =>
      logger.error('stored order cannot be read', { orderId: error.orderId, error }),
  });
}
