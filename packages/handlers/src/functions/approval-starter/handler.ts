import { compose } from '../../composition/container.js';
import { dynamoDbOrders } from '../../composition/aws/dynamodb-orders.js';
import { startUp } from '../../composition/start-up.js';
import { stepFunctionsWorkflow } from '../../composition/aws/step-functions-workflow.js';
import { TOKENS } from '../../composition/tokens.js';
import { createApprovalStarter } from './create-approval-starter.js';

const { environment, logger, adapters } = startUp('approval-starter');
const composition = compose({
  ...adapters,
  orders: () => dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger),
  approvalWorkflow: () => stepFunctionsWorkflow(environment),
});

/** The deployed function. */
export const handler = createApprovalStarter({
  startApproval: composition.get(TOKENS.startApproval),
  logger,
});
