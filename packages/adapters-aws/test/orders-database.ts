import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import type { ClientOptions } from '../src/client/settings.js';
import { createTable } from '../src/dynamodb/create-table.js';
import { createDynamoDbClient } from '../src/dynamodb/client.js';
import { ORDERS_TABLE, type TableDescription } from '../src/tables.js';
import { close, listen } from './loopback.js';
import { acceptErrorsOfNode } from './one-realm.js';

const TEST_CLIENT: ClientOptions = {
  region: 'eu-central-1',
  credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
};

/** Creates a client for a local engine. */
export function clientFor(endpoint: string, options: ClientOptions = {}): DynamoDBClient {
  return createDynamoDbClient({ ...TEST_CLIENT, endpoint, ...options });
}

/** A DynamoDB engine for a test. */
export interface OrdersDatabase {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** Creates an empty table, and returns its unique name. @default description that of the orders */
  createTable(description?: TableDescription): Promise<string>;
  stop(): Promise<void>;
}

/** The time limit of contract suites on an engine in the same process, on a busy machine. */
export const ENGINE_LIMIT = { timeLimit: 60_000 };

let tables = 0;

/** Connects to the engine at `DYNAMODB_ENDPOINT`, or starts dynalite in this process. */
export async function startOrdersDatabase(): Promise<OrdersDatabase> {
  acceptErrorsOfNode();
  const given = process.env.DYNAMODB_ENDPOINT;
  const server = given ? undefined : dynalite({ createTableMs: 0, deleteTableMs: 0 });
  const allHandled = server && trackRequests(server);
  const endpoint = given || (server && (await listen(server))) || '';
  const client = clientFor(endpoint, { connectionTimeout: 20_000, requestTimeout: 20_000 });
  return {
    endpoint,
    client,
    createTable: async (description = ORDERS_TABLE) => {
      tables += 1;
      const name = `Table-${process.pid}-${Date.now()}-${tables}`;
      await createTable(client, name, description);
      return name;
    },
    stop: async () => {
      client.destroy();
      await allHandled?.();
      if (server) await close(server);
    },
  };
}

/**
 * Returns a function that resolves when a server has handled every request, also those whose clients have
 * gone: dynalite ends the process if it writes to its closed database.
 */
function trackRequests(server: Server): () => Promise<void> {
  const requests = new Map<ServerResponse, IncomingMessage>();
  server.on('request', (request, response) => {
    requests.set(response, request);
    response.once('finish', () => requests.delete(response));
  });
  return async () => {
    while ([...requests].some(isUnderWay)) await setImmediate();
  };
}

function isUnderWay([response, request]: readonly [ServerResponse, IncomingMessage]): boolean {
  return request.complete && !response.writableEnded;
}
