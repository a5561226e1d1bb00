import { dynamoDbOrders } from '../../composition/aws/dynamodb.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { orderTimeline } from './create-order-timeline.js';

const start = startFunction('order-timeline');

/** The deployed function. */
export const handler = orderTimeline(compose(dynamoDbOrders(start)), start.api());
