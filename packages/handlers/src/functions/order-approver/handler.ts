import { compose } from '../../composition/container.js';
import { endingOrders } from '../../composition/aws/ending-orders.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { createOrderApprover } from './create-order-approver.js';

const { environment, logger, adapters } = startUp('order-approver');
const composition = compose({
  ...adapters,
  orders: () => endingOrders(environment, logger),
});

/** The deployed function. */
export const handler = createOrderApprover({
  decideApproval: composition.get(TOKENS.decideApproval),
  logger,
  authentication: environment.authentication(),
});
