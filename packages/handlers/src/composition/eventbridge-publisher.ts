import {
  createEventBridgeClient,
  environmentCredentials,
  EventBridgeEventPublisher,
} from '@snacks/adapters-aws/eventbridge';
import type { EventPublisher } from '@snacks/domain';

/** An EventBridge bus, by a client of this process's own. */
export function eventBridgePublisher(busName: string): EventPublisher {
  const credentials = environmentCredentials(process.env);
  return new EventBridgeEventPublisher(createEventBridgeClient({ credentials }), { busName });
}
