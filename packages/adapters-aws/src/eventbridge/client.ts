import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { clientSettings, type ClientOptions } from '../client/settings.js';

/**
 * A client for EventBridge. Make one per process, outside the handler.
 *
 * Sends a request once: `EventBridgeEventPublisher` repeats by itself, in one place and within one
 * bound, because a part of a request can fail and only that part must be sent again.
 */
export function createEventBridgeClient(options: ClientOptions = {}): EventBridgeClient {
  return new EventBridgeClient(clientSettings(options, 1));
}
