import { compose } from '../../composition/container.js';
import { endingOrders } from '../../composition/aws/ending-orders.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { createApprovalExpirer } from './create-approval-expirer.js';

const { environment, logger, adapters } = startUp('approval-expirer');
const composition = compose({
  ...adapters,
  orders: () => endingOrders(environment, logger),
});

/** The deployed function. */
export const handler = createApprovalExpirer({
  decideApproval: composition.get(TOKENS.decideApproval),
  logger,
});
