import type { OrderRepository } from '@snacks/domain';

import type { Logger } from '../../observability/logging/logger.js';
import { dynamoDbClient, type DynamoDbClient } from './dynamodb-client.js';
import { dynamoDbOrders } from './dynamodb-orders.js';
import type { Environment } from '../environment.js';
import { retentionDays } from '../fulfilment-settings.js';

/** The orders of a function that may bring one to its end: it is kept for RETENTION_DAYS then. */
export function endingOrders(
  environment: Environment,
  logger: Logger,
  client: DynamoDbClient = dynamoDbClient(),
): OrderRepository {
  return dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger, {
    client,
    retentionDays: retentionDays(environment),
  });
}
