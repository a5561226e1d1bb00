import { createSqsClient, environmentCredentials, SqsDeadLetters } from '@snacks/adapters-aws/sqs';
import type { DeadLetters } from '@snacks/domain';

/** Dead letters in a queue of SQS, by a client of this process's own. */
export function sqsDeadLetters(queueUrl: string): DeadLetters {
  const credentials = environmentCredentials(process.env);
  return new SqsDeadLetters(createSqsClient({ credentials }), { queueUrl });
}
