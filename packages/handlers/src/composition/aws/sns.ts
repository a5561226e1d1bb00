import {
  createSnsClient,
  environmentCredentials,
  SnsApprovers,
  SnsNotifications,
} from '@snacks/adapters-aws/sns';

import type { Adapters } from '../ports.js';
import type { DeployedFunction } from './deployed-function.js';

/** The topic of notifications to customers. */
export function snsNotifications({
  environment,
}: DeployedFunction): Pick<Adapters, 'notifications'> {
  const topicArn = environment.value('NOTIFICATIONS_TOPIC_ARN');
  return { notifications: () => new SnsNotifications(client(), { topicArn }) };
}

/** The topic of requests to approvers. */
export function snsApprovers({ environment }: DeployedFunction): Pick<Adapters, 'approvers'> {
  const topicArn = environment.value('APPROVERS_TOPIC_ARN');
  return { approvers: () => new SnsApprovers(client(), { topicArn }) };
}

function client() {
  return createSnsClient({ credentials: environmentCredentials(process.env) });
}
