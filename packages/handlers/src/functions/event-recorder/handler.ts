import { compose } from '../../composition/container.js';
import { dynamoDbClient } from '../../composition/aws/dynamodb-client.js';
import { dynamoDbEventRecords } from '../../composition/aws/dynamodb-event-records.js';
import { dynamoDbOrders } from '../../composition/aws/dynamodb-orders.js';
import { eventBridgePublisher } from '../../composition/aws/eventbridge-publisher.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { createEventRecorder } from './create-event-recorder.js';

const { environment, logger, adapters } = startUp('event-recorder');
const client = dynamoDbClient();
const composition = compose({
  ...adapters,
  orders: () => dynamoDbOrders(environment.value('ORDERS_TABLE_NAME'), logger, { client }),
  eventRecords: () => dynamoDbEventRecords(client, environment.value('EVENT_RECORDS_TABLE_NAME')),
  publisher: () => eventBridgePublisher(environment.value('EVENT_BUS_NAME'), logger),
});

/** The deployed function. */
export const handler = createEventRecorder({
  placeOrder: composition.get(TOKENS.placeOrder),
  recordEvent: composition.get(TOKENS.recordEvent),
  logger,
});
