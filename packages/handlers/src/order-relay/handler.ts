import { compose } from '../composition/container.js';
import { eventBridgePublisher } from '../composition/eventbridge-publisher.js';
import { sqsDeadLetters } from '../composition/sqs-dead-letters.js';
import { startUp } from '../composition/start-up.js';
import { TOKENS } from '../composition/tokens.js';
import { createHandler } from './create-handler.js';

const { environment, logger, adapters } = startUp('order-relay');
const composition = compose({
  ...adapters,
  publisher: () => eventBridgePublisher(environment.value('EVENT_BUS_NAME'), logger),
  deadLetters: () => sqsDeadLetters(environment.value('STREAM_DLQ_URL')),
});

/** The deployed function. */
export const handler = createHandler({ relayEvents: composition.get(TOKENS.relayEvents), logger });
