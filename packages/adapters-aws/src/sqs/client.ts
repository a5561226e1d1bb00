import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings, type ClientOptions } from '../client/settings.js';

/**
 * Creates a client for SQS. Create one per process, outside the handler. It sends a request up to 3
 * times. A message that is sent twice does no harm, because consumers deduplicate by the event's id.
 */
export function createSqsClient(options: ClientOptions = {}): SQSClient {
  // As for every other service, requests go to the client's endpoint, not to the queue URL's host.
  return new SQSClient({ ...clientSettings(options, 3), useQueueUrlAsEndpoint: false });
}
