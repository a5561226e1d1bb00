import { dynamoDbOrders, dynamoDbPrices } from '../../composition/aws/dynamodb.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { orderCreator } from './create-order-creator.js';

const start = startFunction('order-creator');

/** The deployed function. */
export const handler = orderCreator(
  compose({ ...dynamoDbOrders(start), ...dynamoDbPrices(start) }),
  start.api(),
);
