import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PinoLogger, type LogLevel } from '@snacks/handlers';
import { startServer, type ServerOptions } from '@snacks/local';

import { CleanUp } from '../src/deploy/clean-up.js';
import { Deployment } from '../src/deploy/deployment.js';
import { Output } from '../src/deploy/cli/output.js';
import { createProofClients, type ClientSettings } from '../src/deploy/proof/clients.js';
import { prove } from '../src/deploy/proof/prove.js';

const DISCARD = { write: () => {} };

/** The options of a platform and its proof. */
export interface Conditions {
  readonly platform?: Partial<ServerOptions>;
  readonly logLevel?: LogLevel;
  /** Percent of the orders whose info lines are logged. @default 100 */
  readonly logSampling?: number;
  readonly skipDeadLetter?: boolean;
  /** Milliseconds. */
  readonly patience?: number;
  /** Logs the calls of the proof. */
  readonly logger?: ClientSettings['logger'];
}

/** A logger that stores its lines and prints nothing. */
export function capturingLogger(
  ...[service, logs, level = 'info']: [...Parameters<ServerOptions['loggerOf']>, LogLevel?]
): PinoLogger {
  const destination = service === 'platform' ? DISCARD : logs.destinationFor(service, DISCARD);
  return new PinoLogger({ service, level, destination });
}

/** Starts a local platform that retries failed messages after a second, with a proof of it. */
export async function provablePlatform({
  platform = {},
  logLevel = 'info',
  logSampling = 100,
  patience = 3_000,
  logger,
  skipDeadLetter = false,
}: Conditions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'snacks-'));
  const server = await startServer({
    port: 0,
    dataFolder: folder,
    loggerOf: (service, logs) => capturingLogger(service, logs, logLevel),
    adjustQueue: (parameters) =>
      parameters.redrive === undefined
        ? parameters
        : { ...parameters, visibilityTimeoutSeconds: 1 },
    ...platform,
  });
  const clients = createProofClients({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...(logger !== undefined && { logger }),
  });
  const printed: string[] = [];
  const events = new EventEmitter();
  const output = new Output({
    write: (text) => {
      printed.push(text);
      events.emit('print');
    },
  });
  const cleanUp = new CleanUp(output);

  return {
    server,
    clients,
    cleanUp,
    /** Everything printed so far. */
    printed: () => printed.join(''),
    /** Resolves when a text has been printed. */
    untilPrinted: async (text: string) => {
      while (!printed.join('').includes(text)) await once(events, 'print');
    },
    prove: async (signal: AbortSignal = new AbortController().signal) =>
      prove({
        clients,
        deployment: new Deployment({ stage: 'dev' }),
        output,
        logLevel,
        logSampling,
        patience,
        pollInterval: 50,
        skipDeadLetter,
        signal,
        cleanUp,
      }),
    close: async () => {
      clients.destroy();
      await server.stop(5_000);
      await rm(folder, { recursive: true });
    },
  };
}
