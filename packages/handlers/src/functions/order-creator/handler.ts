import { compose } from '../../composition/container.js';
import { dynamoDbOrders } from '../../composition/aws/dynamodb-orders.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { createOrderCreator } from './create-order-creator.js';

const { environment, logger, adapters } = startUp('order-creator');
const composition = compose({
  ...adapters,
  orders: () => dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger),
});

/** The deployed function. */
export const handler = createOrderCreator({
  placeOrder: composition.get(TOKENS.placeOrder),
  logger,
  authentication: environment.authentication(),
});
