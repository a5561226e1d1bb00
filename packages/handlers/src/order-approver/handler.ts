import { compose } from '../composition/container.js';
import { endingOrders } from '../composition/ending-orders.js';
import { startUp } from '../composition/start-up.js';
import { TOKENS } from '../composition/tokens.js';
import { createHandler } from './create-handler.js';

const { environment, logger, adapters } = startUp('order-approver');
const composition = compose({
  ...adapters,
  orders: () => endingOrders(environment, logger),
});

/** The deployed function. */
export const handler = createHandler({
  decideApproval: composition.get(TOKENS.decideApproval),
  logger,
  authentication: environment.authentication(),
});
