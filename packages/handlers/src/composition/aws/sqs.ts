import {
  createSqsClient,
  environmentCredentials,
  SqsDeadLetters,
  SqsEventQueue,
} from '@snacks/adapters-aws/sqs';

import type { Adapters } from '../ports.js';
import type { DeployedFunction } from './deployed-function.js';

/** The dead-letter queue of the stream. */
export function sqsDeadLetters({ environment }: DeployedFunction): Pick<Adapters, 'deadLetters'> {
  const queueUrl = environment.value('STREAM_DLQ_URL');
  return { deadLetters: () => new SqsDeadLetters(client(), { queueUrl }) };
}

/** The queue of external events. */
export function sqsEventQueue({ environment }: DeployedFunction): Pick<Adapters, 'eventQueue'> {
  const queueUrl = environment.value('EVENT_INGESTION_QUEUE_URL');
  return { eventQueue: () => new SqsEventQueue(client(), { queueUrl }) };
}

function client() {
  return createSqsClient({ credentials: environmentCredentials(process.env) });
}
