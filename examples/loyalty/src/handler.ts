import { notificationStep, paymentStep, stockStep } from '@snacks/domain/use-cases';
import { compose, fulfilment } from '@snacks/handlers/composition';
import {
  dynamoDbClient,
  dynamoDbExpiringOrders,
  dynamoDbFulfilment,
  snsNotifications,
  startFunction,
} from '@snacks/handlers/composition/aws';
import { orderProcessor } from '@snacks/handlers/functions';

import { DynamoDbLoyaltyAccounts } from './dynamodb-loyalty-accounts.js';
import { loyaltyStep } from './loyalty-step.js';

const start = startFunction('order-processor');

const { LOYALTY_TABLE_NAME: tableName } = process.env;
if (!tableName) throw new Error('order-processor needs LOYALTY_TABLE_NAME in its environment.');
const accounts = new DynamoDbLoyaltyAccounts(dynamoDbClient(), { tableName });

/** The deployed order-processor, with the step between payment and notification. */
export const handler = orderProcessor(
  compose({
    ...dynamoDbExpiringOrders(start),
    ...fulfilment([stockStep, paymentStep, () => loyaltyStep(accounts), notificationStep], {
      ...dynamoDbFulfilment(start),
      ...snsNotifications(start),
    }),
  }),
  { logger: start.logger },
);
