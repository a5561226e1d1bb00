import { compose } from '../composition/container.js';
import { dynamoDbApprovalTasks } from '../composition/dynamodb-approval-tasks.js';
import { dynamoDbClient } from '../composition/dynamodb-client.js';
import { dynamoDbOrders } from '../composition/dynamodb-orders.js';
import { startUp } from '../composition/start-up.js';
import { stepFunctionsWorkflow } from '../composition/step-functions-workflow.js';
import { TOKENS } from '../composition/tokens.js';
import { createHandler } from './create-handler.js';

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
export const handler = createHandler({
  closeApproval: composition.get(TOKENS.closeApproval),
  logger,
});
