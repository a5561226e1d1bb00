import { dynamoDbOrders } from '../../composition/aws/dynamodb.js';
import { stepFunctionsWorkflow } from '../../composition/aws/step-functions.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { approvalStarter } from './create-approval-starter.js';

const start = startFunction('approval-starter');

/** The deployed function. */
export const handler = approvalStarter(
  compose({ ...dynamoDbOrders(start), ...stepFunctionsWorkflow(start) }),
  { logger: start.logger },
);
