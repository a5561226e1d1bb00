import { compose } from '../../composition/container.js';
import { eventBridgePublisher } from '../../composition/aws/eventbridge-publisher.js';
import { sqsDeadLetters } from '../../composition/aws/sqs-dead-letters.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { createOrderRelay } from './create-order-relay.js';

const { environment, logger, adapters } = startUp('order-relay');
const composition = compose({
  ...adapters,
  publisher: () => eventBridgePublisher(environment.value('EVENT_BUS_NAME'), logger),
  deadLetters: () => sqsDeadLetters(environment.value('STREAM_DLQ_URL')),
});

/** The deployed function. */
export const handler = createOrderRelay({
  relayEvents: composition.get(TOKENS.relayEvents),
  logger,
});
