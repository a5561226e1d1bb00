import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { CryptoIdGenerator, type FunctionName, type Logger } from '@snacks/handlers';

import { createApp } from './http/app.js';
import { Platform } from './platform.js';
import { SystemTimers } from './system-timers.js';

export interface ServerOptions {
  /** 0 for any free port. */
  readonly port: number;
  readonly loggerOf: (name: FunctionName) => Logger;
}

/** A running platform. */
export interface RunningServer {
  readonly url: string;
  readonly platform: Platform;
  /**
   * Takes no more requests, brings every accepted order as far as it goes, and ends. Answers
   * whether all that was under way came to its end within the time, in milliseconds.
   */
  stop(withinMilliseconds: number): Promise<boolean>;
}

/**
 * Serves the platform on 127.0.0.1. Resolves once it takes requests.
 *
 * @throws {NodeJS.ErrnoException} `EADDRINUSE` where the port is taken.
 */
export async function startServer({ port, loggerOf }: ServerOptions): Promise<RunningServer> {
  const timers = new SystemTimers();
  const ids = new CryptoIdGenerator();
  const platform = new Platform({ timers, ids, loggerOf });
  const server = createAdaptorServer({ fetch: createApp({ platform, timers, ids }).fetch });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    await platform.stop(0); // its schedules would keep the process alive
    throw error;
  }
  const address = server.address();
  return {
    url: `http://127.0.0.1:${portOf(address)}`,
    platform,
    stop: async (withinMilliseconds) => {
      const deadline = timers.now() + withinMilliseconds;
      const answered = await closeWithin(server, withinMilliseconds);
      const settled = await platform.stop(Math.max(0, deadline - timers.now()));
      return answered && settled;
    },
  };
}

/** Ends a server once it has answered what it had begun to receive; cuts off the rest. */
async function closeWithin(server: ServerType, milliseconds: number): Promise<boolean> {
  const closed = once(server, 'close').then(() => true);
  server.close();
  if ('closeIdleConnections' in server) server.closeIdleConnections();
  const patience = new AbortController();
  const late = delay(milliseconds, false, { signal: patience.signal });
  const answered = await Promise.race([closed, late]);
  if (answered) patience.abort();
  else if ('closeAllConnections' in server) server.closeAllConnections();
  await Promise.allSettled([closed, late]);
  return answered;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
