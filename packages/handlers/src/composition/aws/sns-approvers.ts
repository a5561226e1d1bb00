import { createSnsClient, environmentCredentials, SnsApprovers } from '@snacks/adapters-aws/sns';
import type { Approvers } from '@snacks/domain';

/** Approvers who read an SNS topic, by a client of this process's own. */
export function snsApprovers(topicArn: string): Approvers {
  const credentials = environmentCredentials(process.env);
  return new SnsApprovers(createSnsClient({ credentials }), { topicArn });
}
