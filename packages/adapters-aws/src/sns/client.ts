import { SNSClient } from '@aws-sdk/client-sns';
import { clientSettings, type ClientOptions } from '../client/settings.js';

/**
 * Creates a client for SNS. Create one per process, outside the handler.
 *
 * It sends a request up to 3 times, in standard mode. Subscribers may get a message twice.
 */
export function createSnsClient(options: ClientOptions = {}): SNSClient {
  return new SNSClient(clientSettings(options, 3));
}
