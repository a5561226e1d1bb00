import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings, type ClientOptions } from '../client/settings.js';

/**
 * A client for SQS. Make one per process, outside the handler. Sends a request up to 3 times: a
 * message that is sent twice has the same effect as once, because its consumer goes by the event's id.
 */
export function createSqsClient(options: ClientOptions = {}): SQSClient {
  // The client's own endpoint counts, as with every other service: not the host of the queue's URL.
  return new SQSClient({ ...clientSettings(options, 3), useQueueUrlAsEndpoint: false });
}
