import { dynamoDbOrders } from '../../composition/aws/dynamodb.js';
import { eventBridgePublisher } from '../../composition/aws/eventbridge.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { SystemClock } from '../../composition/node-adapters.js';
import { approvalDeadlineHours, sweeperPage } from '../../composition/parameters.js';
import { sweep } from '../../composition/sweep.js';
import { EmfMetrics } from '../../observability/metrics/emf-metrics.js';
import { orderSweeper } from './create-order-sweeper.js';

const start = startFunction('order-sweeper');
const metrics = new EmfMetrics({
  stage: start.environment.value('STAGE'),
  clock: new SystemClock(),
});

/** The deployed function. */
export const handler = orderSweeper(
  compose({
    ...dynamoDbOrders(start),
    ...eventBridgePublisher(start),
    ...sweep(approvalDeadlineHours(start.environment), sweeperPage(start.environment)),
  }),
  { logger: start.logger, metrics },
);
