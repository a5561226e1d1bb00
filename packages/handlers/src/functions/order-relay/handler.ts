import { eventBridgePublisher } from '../../composition/aws/eventbridge.js';
import { sqsDeadLetters } from '../../composition/aws/sqs.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { orderRelay } from './create-order-relay.js';

const start = startFunction('order-relay');

/** The deployed function. */
export const handler = orderRelay(
  compose({ ...eventBridgePublisher(start), ...sqsDeadLetters(start) }),
  { logger: start.logger },
);
