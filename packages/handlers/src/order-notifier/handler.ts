import { snsNotifications } from '../composition/sns-notifications.js';
import { startUp } from '../composition/start-up.js';
import { createHandler } from './create-handler.js';

const { environment, logger } = startUp('order-notifier');

/** The deployed function. */
export const handler = createHandler({ notifications: snsNotifications(environment), logger });
