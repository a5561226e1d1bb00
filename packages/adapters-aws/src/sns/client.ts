import { SNSClient } from '@aws-sdk/client-sns';
import { clientSettings, type ClientOptions } from '../client/settings.js';

/**
 * A client for SNS. Make one per process, outside the handler.
 *
 * Sends a request up to 3 times, in standard mode: who is told may be told twice.
 */
export function createSnsClient(options: ClientOptions = {}): SNSClient {
  return new SNSClient(clientSettings(options, 3));
}
