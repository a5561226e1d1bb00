import { dynamoDbExpiringOrders, dynamoDbPrices } from '../../composition/aws/dynamodb.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { orderUpdater } from './create-order-updater.js';

const start = startFunction('order-updater');

/** The deployed function. */
export const handler = orderUpdater(
  compose({ ...dynamoDbExpiringOrders(start), ...dynamoDbPrices(start) }),
  start.api(),
);
