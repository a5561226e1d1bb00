import { dynamoDbOrders } from '../../composition/aws/dynamodb.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { orderReader } from './create-order-reader.js';

const start = startFunction('order-reader');

/** The deployed function. */
export const handler = orderReader(compose(dynamoDbOrders(start)), start.api());
