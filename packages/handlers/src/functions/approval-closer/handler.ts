import { compose } from '../../composition/container.js';
import { dynamoDbApprovalTasks } from '../../composition/aws/dynamodb-approval-tasks.js';
import { dynamoDbClient } from '../../composition/aws/dynamodb-client.js';
import { dynamoDbOrders } from '../../composition/aws/dynamodb-orders.js';
import { startUp } from '../../composition/start-up.js';
import { stepFunctionsWorkflow } from '../../composition/aws/step-functions-workflow.js';
import { TOKENS } from '../../composition/tokens.js';
import { createApprovalCloser } from './create-approval-closer.js';

const { environment, logger, adapters } = startUp('approval-closer');
const client = dynamoDbClient();
const composition = compose({
  ...adapters,
  orders: () => dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger, { client }),
  approvalTasks: () =>
    dynamoDbApprovalTasks(client, environment.value('APPROVAL_TASKS_TABLE_NAME'), adapters.clock()),
  approvalWorkflow: () => stepFunctionsWorkflow(environment),
});

/** The deployed function. */
export const handler = createApprovalCloser({
  closeApproval: composition.get(TOKENS.closeApproval),
  logger,
});
