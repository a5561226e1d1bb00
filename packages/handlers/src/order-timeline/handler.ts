import { compose } from '../composition/container.js';
import { dynamoDbOrders } from '../composition/dynamodb-orders.js';
import { startUp } from '../composition/start-up.js';
import { TOKENS } from '../composition/tokens.js';
import { createHandler } from './create-handler.js';

const { environment, logger, adapters } = startUp('order-timeline');
const composition = compose({
  ...adapters,
  orders: () => dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger),
});

/** The deployed function. */
export const handler = createHandler({
  getOrder: composition.get(TOKENS.getOrder),
  logger,
  authentication: environment.authentication(),
});
