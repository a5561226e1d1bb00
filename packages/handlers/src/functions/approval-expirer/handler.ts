import { dynamoDbExpiringOrders } from '../../composition/aws/dynamodb.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { approvalExpirer } from './create-approval-expirer.js';

const start = startFunction('approval-expirer');

/** The deployed function. */
export const handler = approvalExpirer(compose(dynamoDbExpiringOrders(start)), {
  logger: start.logger,
});
