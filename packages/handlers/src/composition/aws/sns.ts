import {
  createSnsClient,
  environmentCredentials,
  SnsApprovers,
  SnsNotifications,
} from '@snacks/adapters-aws/sns';

import type { Adapters } from '../ports.js';
import type { DeployedFunction } from './deployed-function.js';

export function snsNotifications({
  environment,
}: DeployedFunction): Pick<Adapters, 'notifications'> {
  const topicArn = environment.value('NOTIFICATIONS_TOPIC_ARN');
  return { notifications: () => new SnsNotifications(client(), { topicArn }) };
}

export function snsApprovers({ environment }: DeployedFunction): Pick<Adapters, 'approvers'> {
  const topicArn = environment.value('APPROVERS_TOPIC_ARN');
  return { approvers: () => new SnsApprovers(client(), { topicArn }) };
}

function client() {
  return createSnsClient({ credentials: environmentCredentials(process.env) });
}
