import { createDynamoDbClient, createTable } from '@snacks/adapters-aws/dynamodb';
import type { OrderRepository } from '@snacks/domain';

import { dynamoDbOrders } from './composition/dynamodb-orders.js';
import type { Logger } from './logging/logger.js';
import { topology } from './topology.js';

/** An engine on this machine signs nothing and checks nothing, but the client wants both. */
const LOCAL = {
  region: 'local',
  credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
};

/**
 * The orders in an engine on this machine that speaks DynamoDB, in the table of the topology, which
 * is created where it is missing.
 *
 * @param endpoint such as `http://127.0.0.1:8000`.
 */
export async function openDynamoDbOrders(
  endpoint: string,
  logger: Logger,
): Promise<OrderRepository> {
  const options = { ...LOCAL, endpoint };
  const client = createDynamoDbClient(options);
  await createTable(client, topology.tables.orders.name, topology.tables.orders);
  client.destroy();
  return dynamoDbOrders(topology.tables.orders.name, logger, options);
}
