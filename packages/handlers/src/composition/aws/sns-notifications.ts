import {
  createSnsClient,
  environmentCredentials,
  SnsNotifications,
} from '@snacks/adapters-aws/sns';
import type { Notifications } from '@snacks/domain';

import type { Environment } from '../environment.js';

/** People who read an SNS topic, by a client of this process's own. */
export function snsNotifications(environment: Environment): Notifications {
  const credentials = environmentCredentials(process.env);
  return new SnsNotifications(createSnsClient({ credentials }), {
    topicArn: environment.value('NOTIFICATIONS_TOPIC_ARN'),
  });
}
