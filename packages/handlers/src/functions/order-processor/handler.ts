import { dynamoDbExpiringOrders, dynamoDbFulfilment } from '../../composition/aws/dynamodb.js';
import { snsNotifications } from '../../composition/aws/sns.js';
import { FULFILMENT_STEPS } from '@snacks/domain/use-cases';

import { fulfilment } from '../../composition/fulfilment.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { orderProcessor } from './create-order-processor.js';

const start = startFunction('order-processor');

/** The deployed function. */
export const handler = orderProcessor(
  compose({
    ...dynamoDbExpiringOrders(start),
    ...fulfilment(FULFILMENT_STEPS, { ...dynamoDbFulfilment(start), ...snsNotifications(start) }),
  }),
  { logger: start.logger },
);
