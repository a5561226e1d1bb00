import { compose } from '../../composition/container.js';
import { dynamoDbOrders } from '../../composition/aws/dynamodb-orders.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { createOrderReader } from './create-order-reader.js';

const { environment, logger, adapters } = startUp('order-reader');
const composition = compose({
  ...adapters,
  orders: () => dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger),
});

/** The deployed function. */
export const handler = createOrderReader({
  getOrder: composition.get(TOKENS.getOrder),
  logger,
  authentication: environment.authentication(),
});
