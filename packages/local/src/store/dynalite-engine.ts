import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import dynalite from 'dynalite';

import type { EngineAddress } from './engine-client.js';

/** A DynamoDB engine in this process. */
export interface Engine {
  readonly address: EngineAddress & { readonly socketPath: string };
  /** Resolves once the database is closed. */
  readonly close: () => Promise<void>;
}

/**
 * Starts dynalite where nobody but this user can call it: on a Unix domain socket, in a folder of
 * its own that is closed to others. On a port it would respond every page and every program of this
 * machine, whoever they are. The folder is that of the system for temporary files, since the path of
 * a socket is limited to some 100 bytes.
 *
 * @param path the folder that the data lies in; in memory where it is left out.
 * @throws {NodeJS.ErrnoException} where there can be no socket in that folder.
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
      const closed = promisify(server.close.bind(server))(); // dynalite's database closes after it
      server.closeAllConnections();
      await closed;
      await rm(folder, { recursive: true });
    },
  };
}

/**
 * Stands between a request and dynalite's listeners, which throw where a caller breaks off, and
 * where a request is one that they had not thought of: that would end the process.
 */
function guard(request: IncomingMessage, response: ServerResponse): void {
  request.removeAllListeners('error');
  const responses = request.listeners('end');
  request.removeAllListeners('end');
  request.on('end', () => {
    try {
      for (const response of responses) Reflect.apply(response, request, []);
    } catch {
      response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' });
      response.end('{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}');
    }
  });
}
