import type { Credentials } from './environment-credentials.js';

/** How a client reaches its service. */
export interface ClientOptions {
  /**
   * Another server than AWS, such as `http://127.0.0.1:8000`.
   * @default the service's endpoint in the region
   */
  readonly endpoint?: string | undefined;
  /**
   * A Unix domain socket on which that server listens, whatever host and port its endpoint names.
   * @default the endpoint's host and port
   */
  readonly socketPath?: string | undefined;
  /** @default the region of the environment, which Lambda sets */
  readonly region?: string | undefined;
  /** @default the SDK's chain of providers */
  readonly credentials?: (() => Promise<Credentials>) | undefined;
  /** Milliseconds for a connection to be made. @default 1,000 */
  readonly connectionTimeout?: number;
  /** Milliseconds from sending a request to its whole response. @default 2,000 */
  readonly requestTimeout?: number;
  /** Sends of one request in all: the first, and those after it failed. */
  readonly maxAttempts?: number;
}

/** Connections of one process to a service. Kept alive: a TLS handshake costs more than a write. */
const MAX_SOCKETS = 64;

/** The settings of an SDK client, the same for every service. */
export function clientSettings(options: ClientOptions, attempts: number) {
  const {
    endpoint,
    socketPath,
    region,
    credentials,
    connectionTimeout = 1_000,
    requestTimeout = 2_000,
    maxAttempts = attempts,
  } = options;
  const place = socketPath !== undefined && { socketPath };
  const agent = { keepAlive: true, maxSockets: MAX_SOCKETS, ...place };
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
      // The request's timeout ends with the response's head; this one covers a body that stalls.
      socketTimeout: requestTimeout,
      throwOnRequestTimeout: true,
    },
  };
}
