import { PinoLogger } from '@snacks/handlers';

import { LocalIssuer } from '../auth/local-issuer.js';
import { openSigningKey } from '../auth/signing-key.js';
import { banner } from './banner.js';
import type { RunOptions } from './run-options.js';
import { createLog } from './terminal.js';
import { handleUncaughtErrors } from './uncaught-errors.js';
import { startServer, type RunningServer, type ServerOptions } from '../http/server.js';

/** Milliseconds. */
const STOP_TIMEOUT = 10_000;

/** Serves the platform until a signal stops it, then finishes the work under way. */
export async function runServer(options: RunOptions): Promise<void> {
  const { logLevel, visibilityTimeout, auth, keyFile, ...serverOptions } = options;
  const log = createLog(process.stdout, logLevel);
  const loggerOf: ServerOptions['loggerOf'] = (service, logs) =>
    new PinoLogger({
      service,
      level: logLevel,
      destination:
        service === 'platform' ? log.platform : logs.destinationFor(service, log.functions),
    });
  const signalled = nextSignal(); // before the banner: a signal may follow it at once
  const logger = new PinoLogger({
    service: 'platform',
    level: logLevel,
    destination: log.platform,
  });
  handleUncaughtErrors((what, error) => logger.error(what, { error }));
  ignoreClosedPipes();
  const server = await startOrExplain(async () => {
    const issuer = auth ? new LocalIssuer(await openSigningKey(keyFile)) : undefined;
    return startServer({
      ...serverOptions,
      loggerOf,
      issuer,
      ...(visibilityTimeout !== undefined && {
        adjustQueue: (settings) =>
          settings.visibilityTimeoutSeconds === undefined
            ? settings
            : { ...settings, visibilityTimeoutSeconds: visibilityTimeout },
      }),
    });
  }, options.port);
  if (server === undefined) return;
  process.stdout.write(banner(server, options));
  log.follow(server.platform);

  const signal = await signalled;
  process.stdout.write(
    `\n${signal}: finishing the work under way. Repeat the signal to stop at once.\n`,
  );
  const idle = await server.stop(STOP_TIMEOUT);
  process.stdout.write(shutdownSummary(server, idle, options.dataFolder));
  process.exit(idle ? 0 : 1);
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Resolves at the first signal to stop. The second ends the process at once. */
async function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    let received = false;
    const onSignal = (signal: string): void => {
      if (received) process.exit(1);
      received = true;
      resolve(signal);
    };
    for (const signal of SIGNALS) process.on(signal, onSignal);
  });
}

/** Keeps the platform running when the reader of its output ends, as in `npm start | head`. */
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/** Starts the server. Prints an explanation for an error that the user can fix. */
async function startOrExplain(
  start: () => Promise<RunningServer>,
  port: number,
): Promise<RunningServer | undefined> {
  try {
    return await start();
  } catch (error) {
    const explanation = explain(error, port);
    if (explanation === undefined) throw error;
    process.stderr.write(`${explanation}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

/** Returns how the user can fix an error at the start; `undefined` for an unknown error. */
function explain(error: unknown, port: number): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code === 'STORE_FOLDER_UNUSABLE' || error.code === 'SIGNING_KEY_UNUSABLE') {
    return error.message;
  }
  if (error.code !== 'EADDRINUSE') return undefined;
  return `Port ${port} is in use. Use another one: npm start -- --port ${port + 1}`;
}

function shutdownSummary(
  { platform }: RunningServer,
  idle: boolean,
  dataFolder: string | undefined,
): string {
  const waiting = [...platform.queues].flatMap(([name, queue]) => {
    const { visible, inFlight } = queue.depth;
    return visible + inFlight > 0 ? [`  ${name}: ${visible + inFlight}`] : [];
  });
  const summary = idle
    ? 'Stopped. All work under way is finished.\n'
    : `Stopped after ${STOP_TIMEOUT / 1_000} s with unfinished work.\n`;
  if (waiting.length === 0) return summary;
  const messages =
    dataFolder === undefined
      ? 'Failed messages that are lost with the memory'
      : `Failed messages that are in ${dataFolder} for the next start`;
  return `${summary}${messages}:\n${waiting.join('\n')}\n`;
}
