import { compose } from '../../composition/container.js';
import { sqsEventQueue } from '../../composition/aws/sqs-event-queue.js';
import { startUp } from '../../composition/start-up.js';
import { TOKENS } from '../../composition/tokens.js';
import { createEventIngestion } from './create-event-ingestion.js';

const { environment, logger, adapters } = startUp('event-ingestion');
const composition = compose({
  ...adapters,
  eventQueue: () => sqsEventQueue(environment.value('EVENT_INGESTION_QUEUE_URL')),
});

/** The deployed function. */
export const handler = createEventIngestion({
  ingestEvent: composition.get(TOKENS.ingestEvent),
  logger,
  authentication: environment.authentication(),
});
