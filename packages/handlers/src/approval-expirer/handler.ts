import { compose } from '../composition/container.js';
import { dynamoDbOrders } from '../composition/dynamodb-orders.js';
import { retentionDays } from '../composition/fulfilment-settings.js';
import { startUp } from '../composition/start-up.js';
import { TOKENS } from '../composition/tokens.js';
import { createHandler } from './create-handler.js';

const { environment, logger, adapters } = startUp('approval-expirer');
const composition = compose({
  ...adapters,
  orders: () =>
    dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger, {
      retentionDays: retentionDays(environment),
    }),
});

/** The deployed function. */
export const handler = createHandler({
  decideApproval: composition.get(TOKENS.decideApproval),
  logger,
});
