import { awsFulfilment } from '../../composition/aws/fulfilment.js';
import { compose } from '../../composition/container.js';
import { dynamoDbClient } from '../../composition/aws/dynamodb-client.js';
import { endingOrders } from '../../composition/aws/ending-orders.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { createOrderProcessor } from './create-order-processor.js';

const { environment, logger, adapters } = startUp('order-processor');
const client = dynamoDbClient();
const composition = compose({
  ...adapters,
  orders: () => endingOrders(environment, logger, client),
  ...awsFulfilment(environment, client),
});

/** The deployed function. */
export const handler = createOrderProcessor({
  processOrder: composition.get(TOKENS.processOrder),
  logger,
});
