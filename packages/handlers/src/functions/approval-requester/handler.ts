import { dynamoDbApprovalTasks, dynamoDbOrders } from '../../composition/aws/dynamodb.js';
import { snsApprovers } from '../../composition/aws/sns.js';
import { stepFunctionsWorkflow } from '../../composition/aws/step-functions.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { approvalRequester } from './create-approval-requester.js';

const start = startFunction('approval-requester');

/** The deployed function. */
export const handler = approvalRequester(
  compose({
    ...dynamoDbOrders(start),
    ...dynamoDbApprovalTasks(start),
    ...stepFunctionsWorkflow(start),
    ...snsApprovers(start),
  }),
  { logger: start.logger },
);
