import { approvalDeadlineHours } from '../../composition/approval-settings.js';
import { compose } from '../../composition/container.js';
import { dynamoDbOrders } from '../../composition/aws/dynamodb-orders.js';
import { eventBridgePublisher } from '../../composition/aws/eventbridge-publisher.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { EmfMetrics } from '../../observability/metrics/emf-metrics.js';
import { createOrderSweeper } from './create-order-sweeper.js';

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
export const handler = createOrderSweeper({
  republishStuckOrders: composition.get(TOKENS.republishStuckOrders),
  metrics: new EmfMetrics({ stage: environment.value('STAGE'), clock: adapters.clock() }),
  logger,
});
