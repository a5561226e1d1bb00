import { once } from 'node:events';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { ConsoleConfig } from '@snacks/console';

import { ClosingServer } from './closing-server.js';
import { checkOrigin } from './cross-origin.js';
import { consolePage } from './console.js';
import { errorResponseFor } from './error-response.js';
import { portOf } from './server-port.js';

/** Milliseconds. */
const TIME_TO_CLOSE = 1_000;

/** A server of the console without a platform. */
export interface ServedConsole {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves the console with documents that it shows, on a port of 127.0.0.1.
 *
 * @param documents the JSON documents by path, such as `/simulation.json`.
 */
export async function serveConsole(
  config: ConsoleConfig,
  documents: Readonly<Record<string, unknown>>,
): Promise<ServedConsole> {
  const app = new Hono();
  app.use(async (context, next) => {
    const [host, origin] = [context.req.header('host'), context.req.header('origin')];
    const violation = checkOrigin({ host, origin }, []);
    return violation === undefined
      ? next()
      : errorResponseFor(context, 'CROSS_ORIGIN_REFUSED', violation);
  });
  app.route('/', consolePage(config));
  for (const [path, document] of Object.entries(documents)) {
    app.get(path, () => Response.json(document));
  }
  const closing = new ClosingServer(getRequestListener(app.fetch));
  const { server } = closing;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    close: async () => {
      await closing.closeWithin(TIME_TO_CLOSE);
    },
  };
}
