import { dynamoDbCatalogue, dynamoDbOrders } from '../../composition/aws/dynamodb.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import {
  awsObservations,
  dynamoDbActionLog,
  dynamoDbPaymentRecords,
  dynamoDbStockRecords,
  sqsDeadLetterQueues,
} from '../../composition/aws/operations.js';
import { SystemClock } from '../../composition/node-adapters.js';
import { approvalDeadlineHours } from '../../composition/parameters.js';
import { platformMap } from '../../composition/platform-map.js';
import { CursorSigner } from '../order-lister/cursor-signer.js';
import { createOperationsReader } from './create-operations-reader.js';

const start = startFunction('operations-reader');

/** The deployed function. */
export const handler = createOperationsReader({
  ...start.api(),
  cursors: new CursorSigner(start.environment.value('CURSOR_KEY')),
  map: platformMap(approvalDeadlineHours(start.environment)),
  ports: {
    clock: new SystemClock(),
    orders: dynamoDbOrders(start).orders(),
    catalogue: dynamoDbCatalogue(start).catalogue(),
    ...dynamoDbStockRecords(start),
    ...dynamoDbPaymentRecords(start),
    ...dynamoDbActionLog(start),
    ...sqsDeadLetterQueues(start),
    ...awsObservations(start),
  },
});
