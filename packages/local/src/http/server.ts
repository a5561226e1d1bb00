import { once } from 'node:events';
import { getRequestListener } from '@hono/node-server';
import type { PaymentRule, UnknownSnacks } from '@snacks/domain';
import { CryptoIdGenerator, type FunctionName, type Logger } from '@snacks/handlers';

import type { LocalIssuer } from '../auth/local-issuer.js';
import { createApp } from './app.js';
import { ClosingServer } from './closing-server.js';
import { Platform } from '../platform/platform.js';
import type { PlatformOptions } from '../platform/platform-options.js';
import { RecentLogs } from '../inspection/recent-logs.js';
import { portOf } from './server-port.js';
import { resumeOrders } from '../platform/resume-orders.js';
import { inMemoryStore } from '../store/order-store.js';
import { openPersistentStore } from '../store/persistent-store.js';
import { SystemTimers } from '../platform/system-timers.js';

export interface ServerOptions extends Pick<
  PlatformOptions,
  'adjustQueue' | 'wrapAdapters' | 'wrapHandlers'
> {
  /** 0 for any free port. */
  readonly port: number;
  readonly loggerOf: (name: FunctionName | 'platform', logs: RecentLogs) => Logger;
  /** A folder for the orders, which then survive a restart; in memory where it is left out. */
  readonly dataFolder?: string | undefined;
  /** So many pieces of these snacks are to be had from now on. */
  readonly stock?: ReadonlyMap<string, number> | undefined;
  /** What a snack is that nobody keeps a stock of. @default 'unlimited' */
  readonly unknownSnacks?: UnknownSnacks | undefined;
  /** What the simulated payments do not approve. @default they approve everything */
  readonly paymentRules?: readonly PaymentRule[] | undefined;
  /** Who makes the callers' tokens; without it anybody may do everything. */
  readonly issuer?: LocalIssuer | undefined;
  /** The origins whose pages may call the API. @default none */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Whether routes take no more requests than the topology says. @default false */
  readonly throttled?: boolean | undefined;
}

/** A running platform. */
export interface RunningServer {
  readonly url: string;
  readonly platform: Platform;
  /** Orders that an earlier process had left under way. */
  readonly resumed: number;
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
 * @throws {StoreFolderError} where the folder cannot hold the orders.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { port, dataFolder, loggerOf: loggerOfAny, stock, issuer, ...others } = options;
  const { unknownSnacks = 'unlimited', paymentRules = [], ...more } = others;
  const { corsOrigins, throttled, ...platformOptions } = more;
  const timers = new SystemTimers();
  const ids = new CryptoIdGenerator();
  const logs = new RecentLogs(timers);
  const loggerOf = (name: FunctionName | 'platform'): Logger => loggerOfAny(name, logs);
  const stopping = new AbortController();
  const opened =
    dataFolder === undefined
      ? undefined
      : await openPersistentStore(dataFolder, timers, loggerOf('platform'), unknownSnacks);
  const store = opened ?? inMemoryStore(timers, unknownSnacks);
  for (const [name, quantity] of stock ?? []) {
    await store.stock.setAvailable(name, quantity);
  }
  const platform = new Platform({
    ...platformOptions,
    timers,
    ids,
    loggerOf,
    store,
    paymentRules,
    authentication: issuer === undefined ? 'open' : 'jwt',
  });
  const { signal } = stopping;
  const dynamoDb = opened?.address;
  const awsOptions = { platform, timers, ids, logs, dynamoDb, stopping: signal };
  const app = createApp({ ...awsOptions, issuer, corsOrigins, throttled });
  const closing = new ClosingServer(getRequestListener(app.fetch));
  const { server } = closing;
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    await platform.stop(0); // its schedules would keep the process alive
    await opened?.close();
    throw error;
  }
  const resumed =
    opened === undefined ? 0 : await resumeOrders(platform, timers, opened.unfinished);
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    platform,
    resumed,
    stop: async (withinMilliseconds) => {
      const deadline = timers.now() + withinMilliseconds;
      stopping.abort();
      const answered = await closing.closeWithin(withinMilliseconds);
      const idle = await platform.stop(Math.max(0, deadline - timers.now()));
      await opened?.close();
      return answered && idle;
    },
  };
}
