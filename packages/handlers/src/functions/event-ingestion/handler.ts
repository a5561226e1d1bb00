import { sqsEventQueue } from '../../composition/aws/sqs.js';
import { compose } from '../../composition/compose.js';
import { startFunction } from '../../composition/aws/deployed-function.js';
import { eventIngestion } from './create-event-ingestion.js';

const start = startFunction('event-ingestion');

/** The deployed function. */
export const handler = eventIngestion(compose(sqsEventQueue(start)), start.api());
