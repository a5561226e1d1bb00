import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
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
      const closed = once(server, 'close');
      server.close();
      if ('closeIdleConnections' in server) server.closeIdleConnections();
      const settled = await platform.stop(withinMilliseconds);
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      return settled;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
