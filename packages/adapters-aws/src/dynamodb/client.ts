import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings, type ClientOptions } from '../client/settings.js';

/**
 * Creates a client for DynamoDB. Create one per process, outside the handler, so that invocations share
 * its connections.
 *
 * It sends a request up to 3 times, in standard mode: reads and conditional writes are safe to repeat.
 * Adaptive mode would delay all requests because of one hot key. A call takes at most 3 × 2 s and pauses
 * of 2 s, which is less than the shortest timeout of a function.
 */
export function createDynamoDbClient(options: ClientOptions = {}): DynamoDBClient {
  return new DynamoDBClient(clientSettings(options, 3));
}
