import { compose } from '../composition/container.js';
import { sqsEventQueue } from '../composition/sqs-event-queue.js';
import { startUp } from '../composition/start-up.js';
import { TOKENS } from '../composition/tokens.js';
import { createHandler } from './create-handler.js';

const { environment, logger, adapters } = startUp('event-intake');
const composition = compose({
  ...adapters,
  eventQueue: () => sqsEventQueue(environment.value('EVENT_INTAKE_QUEUE_URL')),
});

/** The deployed function. */
export const handler = createHandler({
  takeEvent: composition.get(TOKENS.takeEvent),
  logger,
  authentication: environment.authentication(),
});
