import { compose } from '../../composition/container.js';
import { endingOrders } from '../../composition/aws/ending-orders.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { createOrderUpdater } from './create-order-updater.js';

const { environment, logger, adapters } = startUp('order-updater');
const composition = compose({
  ...adapters,
  orders: () => endingOrders(environment, logger),
});

/** The deployed function. */
export const handler = createOrderUpdater({
  updateOrder: composition.get(TOKENS.updateOrder),
  logger,
  authentication: environment.authentication(),
});
