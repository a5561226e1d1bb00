import {
  dynamoDbEventRecords,
  dynamoDbOrders,
  dynamoDbPrices,
} from '../../composition/aws/dynamodb.js';
import { eventBridgePublisher } from '../../composition/aws/eventbridge.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { eventRecorder } from './create-event-recorder.js';

const start = startFunction('event-recorder');

/** The deployed function. */
export const handler = eventRecorder(
  compose({
    ...dynamoDbOrders(start),
    ...dynamoDbPrices(start),
    ...dynamoDbEventRecords(start),
    ...eventBridgePublisher(start),
  }),
  { logger: start.logger },
);
