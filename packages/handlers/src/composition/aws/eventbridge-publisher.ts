import {
  createEventBridgeClient,
  environmentCredentials,
  EventBridgeEventPublisher,
} from '@snacks/adapters-aws/eventbridge';
import type { EventPublisher } from '@snacks/domain';

import { LoggedPublisher } from '../../observability/logging/logged-publisher.js';
import type { Logger } from '../../observability/logging/logger.js';

/** An EventBridge bus, by a client of this process's own, each failure of which is logged. */
export function eventBridgePublisher(busName: string, logger: Logger): EventPublisher {
  const credentials = environmentCredentials(process.env);
  const client = createEventBridgeClient({ credentials });
  return new LoggedPublisher(new EventBridgeEventPublisher(client, { busName }), logger);
}
