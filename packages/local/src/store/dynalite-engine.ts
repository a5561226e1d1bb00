import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import dynalite from 'dynalite';

import type { EngineAddress } from '@snacks/adapters-aws/dynamodb';

/** A DynamoDB engine in this process. */
export interface Engine {
  readonly address: EngineAddress & { readonly socketPath: string };
  /** Resolves when the database is closed. */
  readonly close: () => Promise<void>;
}

/**
 * Starts dynalite on a Unix domain socket, in a new folder that only this user can enter. On a port,
 * every web page and every program of this machine could call it. The folder is in the system's
 * folder for temporary files, because the path of a socket is limited to about 100 bytes.
 *
 * @param path the folder of the data. @default in memory
 * @throws {NodeJS.ErrnoException} if no socket can be created there.
 */
export async function startDynalite(path?: string): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'snacks-'));
  const socketPath = join(folder, 'dynamodb.sock');
  const server = dynalite({ createTableMs: 0, ...(path !== undefined && { path }) });
  server.on('request', guard);
  server.listen(socketPath);
  try {
    await once(server, 'listening');
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
  return {
    address: { endpoint: 'http://localhost', socketPath },
    close: async () => {
      const closed = promisify(server.close.bind(server))(); // closes dynalite's database as well
      server.closeAllConnections();
      await closed;
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * Catches the errors that dynalite's listeners throw for an aborted or unexpected request. Uncaught,
 * they would end the process.
 */
function guard(request: IncomingMessage, response: ServerResponse): void {
  request.removeAllListeners('error');
  const listeners = request.listeners('end');
  request.removeAllListeners('end');
  request.on('end', () => {
    try {
      for (const listener of listeners) Reflect.apply(listener, request, []);
    } catch {
      response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' });
      response.end('{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}');
    }
  });
}
