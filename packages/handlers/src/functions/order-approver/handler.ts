import { dynamoDbExpiringOrders } from '../../composition/aws/dynamodb.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { orderApprover } from './create-order-approver.js';

const start = startFunction('order-approver');

/** The deployed function. */
export const handler = orderApprover(compose(dynamoDbExpiringOrders(start)), start.api());
