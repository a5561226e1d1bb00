import { dynamoDbOrders } from '../../composition/aws/dynamodb.js';
import { snsNotifications } from '../../composition/aws/sns.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { orderNotifier } from './create-order-notifier.js';

const start = startFunction('order-notifier');

/** The deployed function. */
export const handler = orderNotifier(
  compose({ ...dynamoDbOrders(start), ...snsNotifications(start) }),
  { logger: start.logger },
);
