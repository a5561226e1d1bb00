import {
  createEventBridgeClient,
  environmentCredentials,
  EventBridgeEventPublisher,
} from '@snacks/adapters-aws/eventbridge';

import { LoggedPublisher } from '../../observability/logging/logged-publisher.js';
import type { Adapters } from '../ports.js';
import type { DeployedFunction } from './deployed-function.js';

/** The event bus. The publisher logs each failure. */
export function eventBridgePublisher({
  environment,
  logger,
}: DeployedFunction): Pick<Adapters, 'publisher'> {
  const credentials = environmentCredentials(process.env);
  const busName = environment.value('EVENT_BUS_NAME');
  return {
    publisher: () =>
      new LoggedPublisher(
        new EventBridgeEventPublisher(createEventBridgeClient({ credentials }), { busName }),
        logger,
      ),
  };
}
