import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ClientOptions } from '../client/settings.js';
import { createDynamoDbClient } from './client.js';

/** The address of a DynamoDB engine on this machine. */
export interface EngineAddress {
  /** Such as `http://127.0.0.1:8000`. */
  readonly endpoint: string;
  /** The engine's Unix domain socket, if it listens on no port. */
  readonly socketPath?: string | undefined;
}

/**
 * A local engine checks neither region nor credentials, but the client needs both. The timeouts are
 * long because the engine shares the processor with its callers.
 */
const LOCAL: ClientOptions = {
  connectionTimeout: 20_000,
  requestTimeout: 20_000,
  region: 'local',
  credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
};

/** A client for an engine on this machine. */
export function engineClient({ endpoint, socketPath }: EngineAddress): DynamoDBClient {
  return createDynamoDbClient({ ...LOCAL, endpoint, socketPath });
}
