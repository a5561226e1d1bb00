import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings, type ClientOptions } from '../client/settings.js';

/**
 * A client for DynamoDB. Make one per process, outside the handler: its connections outlive an
 * invocation.
 *
 * Sends a request up to 3 times, in standard mode: a conditional write and a read may be repeated
 * safely, and a lost packet or a moment of throttling is none of the caller's concern. Adaptive mode
 * would hold all requests back for one hot key. In all a call ends within 3 × 2 s and the pauses
 * between, at most 2 s: below the shortest deadline of a caller.
 */
export function createDynamoDbClient(options: ClientOptions = {}): DynamoDBClient {
  return new DynamoDBClient(clientSettings(options, 3));
}
