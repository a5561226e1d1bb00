import { compose } from '../../composition/container.js';
import { endingOrders } from '../../composition/aws/ending-orders.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { createOrderCanceller } from './create-order-canceller.js';

const { environment, logger, adapters } = startUp('order-canceller');
const composition = compose({
  ...adapters,
  orders: () => endingOrders(environment, logger),
});

/** The deployed function. */
export const handler = createOrderCanceller({
  cancelOrder: composition.get(TOKENS.cancelOrder),
  logger,
  authentication: environment.authentication(),
});
