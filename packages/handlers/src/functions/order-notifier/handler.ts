import { compose } from '../../composition/container.js';
import { dynamoDbOrders } from '../../composition/aws/dynamodb-orders.js';
import { snsNotifications } from '../../composition/aws/sns-notifications.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { createOrderNotifier } from './create-order-notifier.js';

const { environment, logger, adapters } = startUp('order-notifier');
const composition = compose({
  ...adapters,
  orders: () => dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger),
  notifications: () => snsNotifications(environment),
});

/** The deployed function. */
export const handler = createOrderNotifier({
  notifyCustomer: composition.get(TOKENS.notifyCustomer),
  logger,
});
