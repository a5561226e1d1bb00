import { createSqsClient, environmentCredentials, SqsEventQueue } from '@snacks/adapters-aws/sqs';
import type { EventQueue } from '@snacks/domain';

/** A queue of SQS, by a client of this process's own. */
export function sqsEventQueue(queueUrl: string): EventQueue {
  const credentials = environmentCredentials(process.env);
  return new SqsEventQueue(createSqsClient({ credentials }), { queueUrl });
}
