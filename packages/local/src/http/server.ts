import { once } from 'node:events';
import { getRequestListener } from '@hono/node-server';
import type { Snack } from '@snacks/domain';
import type { UnknownSnacks } from '@snacks/domain/ports';
import type { PaymentRule } from '@snacks/domain/payment-simulator';
import { CryptoIdGenerator, type FunctionName, type Logger } from '@snacks/handlers';

import type { LocalIssuer } from '../auth/local-issuer.js';
import { Faults } from '../faults/faults.js';
import { RunningPaymentRules } from '../faults/faults-api.js';
import { createApp } from './app.js';
import { ClosingServer } from './closing-server.js';
import { Platform } from '../platform/platform.js';
import type { PlatformOptions } from '../platform/platform-options.js';
import { storeLastTries } from '../inspection/last-tries.js';
import { RecentLogs } from '../inspection/recent-logs.js';
import { portOf } from './server-port.js';
import { resumeOrders } from '../platform/resume-orders.js';
import { inMemoryStore, type OrderStore } from '../store/order-store.js';
import { openPersistentStore, type PersistentStore } from '../store/persistent-store.js';
import { SystemTimers } from '../platform/system-timers.js';

export interface ServerOptions extends Pick<
  PlatformOptions,
  'adjustQueue' | 'approvalDeadlineHours' | 'catalogueUse' | 'wrapAdapters' | 'wrapHandlers'
> {
  /** 0 for any free port. */
  readonly port: number;
  readonly loggerOf: (name: FunctionName | 'platform', logs: RecentLogs) => Logger;
  /** A folder for the orders and messages, which then survive a restart. @default in memory */
  readonly dataFolder?: string | undefined;
  /** Sets the available pieces of these snacks at the start. */
  readonly stock?: ReadonlyMap<string, number> | undefined;
  /** Snacks that are on sale from the start. @default none */
  readonly catalogue?: readonly Snack[] | undefined;
  /** The treatment of snacks without a stock record. @default 'unlimited' */
  readonly unknownSnacks?: UnknownSnacks | undefined;
  /** The reactions of the simulated payments. @default every payment is approved */
  readonly paymentRules?: readonly PaymentRule[] | undefined;
  /** Issues the callers' tokens. Without it, every caller has full access. */
  readonly issuer?: LocalIssuer | undefined;
  /** The origins whose pages may call the API. @default none */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Whether the routes have the topology's rate limits. @default false */
  readonly throttled?: boolean | undefined;
}

/** A running platform. */
export interface RunningServer {
  readonly url: string;
  readonly platform: Platform;
  /** The number of orders that an earlier process left under way. */
  readonly resumed: number;
  /**
   * Accepts no more requests, finishes the accepted orders as far as possible, and closes the store.
   * Returns whether all work under way is finished within the time.
   */
  stop(withinMilliseconds: number): Promise<boolean>;
}

/**
 * Serves the platform on 127.0.0.1. Resolves when it accepts requests.
 *
 * @throws {NodeJS.ErrnoException} `EADDRINUSE` if the port is in use.
 * @throws {StoreFolderError} if the folder cannot be used for the orders.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { port, dataFolder, loggerOf: createLogger, issuer, ...others } = options;
  const { stock, catalogue, unknownSnacks, paymentRules = [], ...more } = others;
  const { corsOrigins, throttled, ...platformOptions } = more;
  const { wrapAdapters = (adapters) => adapters, wrapHandlers = (handlers) => handlers } = more;
  const timers = new SystemTimers();
  const ids = new CryptoIdGenerator();
  const logs = new RecentLogs(timers);
  const loggerOf = (name: FunctionName | 'platform'): Logger => createLogger(name, logs);
  const stopping = new AbortController();
  const opened =
    dataFolder === undefined
      ? undefined
      : await openPersistentStore(dataFolder, timers, loggerOf('platform'), unknownSnacks);
  const store = opened ?? inMemoryStore(timers, unknownSnacks);
  if (opened !== undefined) storeLastTries(logs, opened.messages);
  await fill(store, { stock, catalogue });
  const faults = new Faults(timers, Math.random);
  const running = new RunningPaymentRules(paymentRules);
  const platform = new Platform({
    ...platformOptions,
    timers,
    ids,
    loggerOf,
    logs,
    store,
    paymentRules: running.rules,
    wrapAdapters: (adapters) => faults.wrapAdapters(wrapAdapters(adapters)),
    wrapHandlers: (handlers) => faults.wrapHandlers(wrapHandlers(handlers)),
    authentication: issuer === undefined ? 'open' : 'jwt',
  });
  const { signal } = stopping;
  const dynamoDb = opened?.address;
  const awsOptions = { platform, timers, ids, logs, dynamoDb, stopping: signal };
  const incidents = { faults, paymentRules: running };
  const app = createApp({
    ...awsOptions,
    ...incidents,
    issuer,
    corsOrigins,
    throttled,
    dataFolder,
  });
  const closing = new ClosingServer(getRequestListener(app.fetch));
  const { server } = closing;
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    await platform.stop(0); // its timers would keep the process alive
    await opened?.close();
    throw error;
  }
  const resumed = opened === undefined ? 0 : await resume(platform, timers, opened);
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    platform,
    resumed,
    stop: async (withinMilliseconds) => {
      const deadline = timers.now() + withinMilliseconds;
      stopping.abort();
      const completed = await closing.closeWithin(withinMilliseconds);
      const idle = await platform.stop(Math.max(0, deadline - timers.now()));
      await opened?.close();
      return completed && idle;
    },
  };
}

async function resume(
  platform: Platform,
  timers: SystemTimers,
  { unfinished, messages }: PersistentStore,
): Promise<number> {
  return resumeOrders(platform, timers, { unfinished, restored: messages.restored });
}

/** Stores the pieces and the snacks on sale that the platform begins with. */
async function fill(
  store: OrderStore,
  { stock = new Map(), catalogue = [] }: Pick<ServerOptions, 'stock' | 'catalogue'>,
): Promise<void> {
  for (const [name, quantity] of stock) await store.stock.setAvailable(name, quantity);
  for (const snack of catalogue) await store.catalogue.put(snack);
}
