import { compose } from '../composition/container.js';
import { dynamoDbClient } from '../composition/dynamodb-client.js';
import { dynamoDbEventRecords } from '../composition/dynamodb-event-records.js';
import { dynamoDbOrders } from '../composition/dynamodb-orders.js';
import { eventBridgePublisher } from '../composition/eventbridge-publisher.js';
import { startUp } from '../composition/start-up.js';
import { TOKENS } from '../composition/tokens.js';
import { createHandler } from './create-handler.js';

const { environment, logger, adapters } = startUp('event-recorder');
const client = dynamoDbClient();
const composition = compose({
  ...adapters,
  orders: () => dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger, { client }),
  eventRecords: () => dynamoDbEventRecords(client, environment.value('EVENT_RECORDS_TABLE_NAME')),
  publisher: () => eventBridgePublisher(environment.value('EVENT_BUS_NAME'), logger),
});

/** The deployed function. */
export const handler = createHandler({
  placeOrder: composition.get(TOKENS.placeOrder),
  recordEvent: composition.get(TOKENS.recordEvent),
  logger,
});
