import { dynamoDbExpiringOrders } from '../../composition/aws/dynamodb.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { orderCanceller } from './create-order-canceller.js';

const start = startFunction('order-canceller');

/** The deployed function. */
export const handler = orderCanceller(compose(dynamoDbExpiringOrders(start)), start.api());
