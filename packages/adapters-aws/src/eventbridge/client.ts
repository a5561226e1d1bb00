import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { clientSettings, type ClientOptions } from '../client/settings.js';

/**
 * Creates a client for EventBridge. Create one per process, outside the handler.
 *
 * It sends a request once. `EventBridgeEventPublisher` retries, because it must send only the failed
 * entries of a request again.
 */
export function createEventBridgeClient(options: ClientOptions = {}): EventBridgeClient {
  return new EventBridgeClient(clientSettings(options, 1));
}
