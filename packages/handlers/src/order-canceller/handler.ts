import { compose } from '../composition/container.js';
import { endingOrders } from '../composition/ending-orders.js';
import { startUp } from '../composition/start-up.js';
import { TOKENS } from '../composition/tokens.js';
import { createHandler } from './create-handler.js';

const { environment, logger, adapters } = startUp('order-canceller');
const composition = compose({
  ...adapters,
  orders: () => endingOrders(environment, logger),
});

/** The deployed function. */
export const handler = createHandler({
  cancelOrder: composition.get(TOKENS.cancelOrder),
  logger,
  authentication: environment.authentication(),
});
