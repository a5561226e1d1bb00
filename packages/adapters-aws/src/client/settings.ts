import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Credentials } from './environment-credentials.js';

/** How a client connects to its service. */
export interface ClientOptions {
  /**
   * A server other than AWS, such as `http://127.0.0.1:8000`.
   * @default the service's endpoint in the region
   */
  readonly endpoint?: string | undefined;
  /**
   * A Unix domain socket to connect to, instead of the endpoint's host and port.
   * @default the endpoint's host and port
   */
  readonly socketPath?: string | undefined;
  /** @default the region of the environment, which Lambda sets */
  readonly region?: string | undefined;
  /** @default the SDK's chain of providers */
  readonly credentials?: (() => Promise<Credentials>) | undefined;
  /** Milliseconds until a connection is established. @default 1,000 */
  readonly connectionTimeout?: number;
  /** Milliseconds from sending a request to the end of its response. @default 2,000 */
  readonly requestTimeout?: number;
  /** The maximum number of sends of one request. @default that of the service's client */
  readonly maxAttempts?: number;
  /** Sends the requests; the timeouts have no effect on it. @default HTTP with connections kept alive */
  readonly requestHandler?: NonNullable<DynamoDBClientConfig['requestHandler']> | undefined;
}

/** The maximum number of connections of a client. Kept alive: a TLS handshake costs more than a write. */
const MAX_SOCKETS = 64;

/** Returns the settings of an SDK client, the same for every service. */
export function clientSettings(options: ClientOptions, attempts: number) {
  const {
    endpoint,
    socketPath,
    region,
    credentials,
    connectionTimeout = 1_000,
    requestTimeout = 2_000,
    maxAttempts = attempts,
    requestHandler,
  } = options;
  const socket = socketPath !== undefined && { socketPath };
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS, ...socket };
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
    maxAttempts,
    retryMode: 'standard',
    requestHandler: requestHandler ?? {
      httpAgent: agent,
      httpsAgent: agent,
      connectionTimeout,
      requestTimeout,
      // `requestTimeout` ends with the response's head. This timeout covers a stalled body.
      socketTimeout: requestTimeout,
      throwOnRequestTimeout: true,
    },
  };
}
