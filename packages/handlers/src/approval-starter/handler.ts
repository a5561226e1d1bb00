import { compose } from '../composition/container.js';
import { dynamoDbOrders } from '../composition/dynamodb-orders.js';
import { startUp } from '../composition/start-up.js';
import { stepFunctionsWorkflow } from '../composition/step-functions-workflow.js';
import { TOKENS } from '../composition/tokens.js';
import { createHandler } from './create-handler.js';

const { environment, logger, adapters } = startUp('approval-starter');
const composition = compose({
  ...adapters,
  orders: () => dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger),
  approvalWorkflow: () => stepFunctionsWorkflow(environment),
});

/** The deployed function. */
export const handler = createHandler({
  startApproval: composition.get(TOKENS.startApproval),
  logger,
});
