import { compose } from '../composition/container.js';
import { dynamoDbOrders } from '../composition/dynamodb-orders.js';
import { snsNotifications } from '../composition/sns-notifications.js';
import { startUp } from '../composition/start-up.js';
import { TOKENS } from '../composition/tokens.js';
import { createHandler } from './create-handler.js';

const { environment, logger, adapters } = startUp('order-notifier');
const composition = compose({
  ...adapters,
  orders: () => dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger),
  notifications: () => snsNotifications(environment),
});

/** The deployed function. */
export const handler = createHandler({
  tellOfChange: composition.get(TOKENS.tellOfChange),
  logger,
});
