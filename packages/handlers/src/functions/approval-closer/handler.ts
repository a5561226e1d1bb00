import { dynamoDbApprovalTasks, dynamoDbOrders } from '../../composition/aws/dynamodb.js';
import { stepFunctionsWorkflow } from '../../composition/aws/step-functions.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { approvalCloser } from './create-approval-closer.js';

const start = startFunction('approval-closer');

/** The deployed function. */
export const handler = approvalCloser(
  compose({
    ...dynamoDbOrders(start),
    ...dynamoDbApprovalTasks(start),
    ...stepFunctionsWorkflow(start),
  }),
  { logger: start.logger },
);
