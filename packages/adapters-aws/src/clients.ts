import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { Credentials } from './environment-credentials.js';

/** How a client reaches its service. */
export interface ClientOptions {
  /**
   * Another server than AWS, such as `http://127.0.0.1:8000`.
   * @default the service's endpoint in the region
   */
  readonly endpoint?: string | undefined;
  /** @default the region of the environment, which Lambda sets */
  readonly region?: string | undefined;
  /** @default the SDK's chain of providers */
  readonly credentials?: (() => Promise<Credentials>) | undefined;
  /** Milliseconds for a connection to be made. @default 1,000 */
  readonly connectionTimeout?: number;
  /** Milliseconds from sending a request to its whole answer. @default 2,000 */
  readonly requestTimeout?: number;
  /** Sends of one request in all: the first, and those after it failed. */
  readonly maxAttempts?: number;
}

/** Connections of one process to a service. Kept alive: a TLS handshake costs more than a write. */
const MAX_SOCKETS = 64;

function settings(options: ClientOptions, attempts: number) {
  const {
    endpoint,
    region,
    credentials,
    connectionTimeout = 1_000,
    requestTimeout = 2_000,
    maxAttempts = attempts,
  } = options;
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS };
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
    maxAttempts,
    retryMode: 'standard',
    requestHandler: {
      httpAgent: agent,
      httpsAgent: agent,
      connectionTimeout,
      requestTimeout,
      // The request's timeout ends with the answer's head; this one covers a body that stalls.
      socketTimeout: requestTimeout,
      throwOnRequestTimeout: true,
    },
  };
}

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
  return new DynamoDBClient(settings(options, 3));
}

/**
 * A client for EventBridge. Make one per process, outside the handler.
 *
 * Sends a request once: `EventBridgeEventPublisher` repeats by itself, in one place and within one
 * bound, because a part of a request can fail and only that part must be sent again.
 */
export function createEventBridgeClient(options: ClientOptions = {}): EventBridgeClient {
  return new EventBridgeClient(settings(options, 1));
}
