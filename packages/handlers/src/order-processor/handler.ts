import { awsFulfilment } from '../composition/aws-fulfilment.js';
import { compose } from '../composition/container.js';
import { dynamoDbClient } from '../composition/dynamodb-client.js';
import { dynamoDbOrders } from '../composition/dynamodb-orders.js';
import { retentionDays } from '../composition/fulfilment-settings.js';
import { startUp } from '../composition/start-up.js';
import { TOKENS } from '../composition/tokens.js';
import { createHandler } from './create-handler.js';

const { environment, logger, adapters } = startUp('order-processor');
const client = dynamoDbClient();
const composition = compose({
  ...adapters,
  orders: () =>
    dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger, {
      client,
      retentionDays: retentionDays(environment),
    }),
  ...awsFulfilment(environment, client),
});

/** The deployed function. */
export const handler = createHandler({
  processOrder: composition.get(TOKENS.processOrder),
  logger,
});
