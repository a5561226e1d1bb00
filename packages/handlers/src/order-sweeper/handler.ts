import { approvalDeadlineHours } from '../composition/approval-settings.js';
import { compose } from '../composition/container.js';
import { dynamoDbOrders } from '../composition/dynamodb-orders.js';
import { eventBridgePublisher } from '../composition/eventbridge-publisher.js';
import { startUp } from '../composition/start-up.js';
import { TOKENS } from '../composition/tokens.js';
import { EmfMetrics } from '../metrics/emf-metrics.js';
import { createHandler } from './create-handler.js';

const { environment, logger, adapters } = startUp('order-sweeper');
const composition = compose(
  {
    ...adapters,
    orders: () => dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger),
    publisher: () => eventBridgePublisher(environment.value('EVENT_BUS_NAME'), logger),
  },
  { approvalDeadlineHours: approvalDeadlineHours(environment) },
);

/** The deployed function. */
export const handler = createHandler({
  republishStuckOrders: composition.get(TOKENS.republishStuckOrders),
  metrics: new EmfMetrics({ stage: environment.value('STAGE'), clock: adapters.clock() }),
  logger,
});
