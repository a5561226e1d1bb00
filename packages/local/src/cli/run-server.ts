import { PinoLogger } from '@snacks/handlers';
import pretty from 'pino-pretty';

import { LocalIssuer } from '../auth/local-issuer.js';
import { openSigningKey } from '../auth/signing-key.js';
import { surviveFaults } from './last-resort.js';
import type { RunOptions } from './run-options.js';
import { startServer, type RunningServer, type ServerOptions } from '../http/server.js';
import { welcome } from './welcome.js';

const STOP_WITHIN = 10_000;

/** Serves the platform until the process is told to stop, then brings what is under way to its end. */
export async function runServer(options: RunOptions): Promise<void> {
  const { logLevel, visibilityTimeout, auth, keyFile, ...serverOptions } = options;
  // For eyes, colours and a line that reads; for anything else, the JSON that CloudWatch would get.
  const destination = process.stdout.isTTY
    ? pretty({ messageKey: 'message', ignore: 'pid,hostname,coldStart', singleLine: true })
    : process.stdout;
  const loggerOf: ServerOptions['loggerOf'] = (service, logs) =>
    new PinoLogger({
      service,
      level: logLevel,
      destination: service === 'platform' ? destination : logs.destinationFor(service, destination),
    });
  const signalled = nextSignal(); // before anybody is told that there is a server to stop
  const logger = new PinoLogger({ service: 'platform', level: logLevel, destination });
  surviveFaults((what, error) => logger.error(what, { error }));
  outliveReaders();
  const server = await start(async () => {
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
  process.stdout.write(welcome(server, options));

  const signal = await signalled;
  process.stdout.write(`\n${signal}: finishing what is under way; once more to stop at once.\n`);
  const idle = await server.stop(STOP_WITHIN);
  process.stdout.write(farewell(server, idle));
  process.exit(idle ? 0 : 1);
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Resolves at the first signal to stop. The second ends the process at once. */
async function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    let told = false;
    const heed = (signal: string): void => {
      if (told) process.exit(1);
      told = true;
      resolve(signal);
    };
    for (const signal of SIGNALS) process.on(signal, heed);
  });
}

/** Whoever reads what is printed may go (`npm start | head`): the platform is there for others. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

async function start(
  startIt: () => Promise<RunningServer>,
  port: number,
): Promise<RunningServer | undefined> {
  try {
    return await startIt();
  } catch (error) {
    const explanation = explain(error, port);
    if (explanation === undefined) throw error;
    process.stderr.write(`${explanation}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

/** What the user can do about an error at the start; `undefined` where that is not known. */
function explain(error: unknown, port: number): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code === 'STORE_FOLDER_UNUSABLE' || error.code === 'SIGNING_KEY_UNUSABLE') {
    return error.message;
  }
  if (error.code !== 'EADDRINUSE') return undefined;
  return `Port ${port} is taken. Choose another one: npm start -- --port ${port + 1}`;
}

function farewell({ platform }: RunningServer, idle: boolean): string {
  const waiting = [...platform.queues].flatMap(([name, queue]) => {
    const { visible, inFlight } = queue.depth;
    return visible + inFlight > 0 ? [`  ${name}: ${visible + inFlight}`] : [];
  });
  const summary = idle
    ? 'Stopped: every accepted order went as far as it goes.\n'
    : `Stopped, but not everything came to its end within ${STOP_WITHIN / 1_000} s.\n`;
  return waiting.length === 0
    ? summary
    : `${summary}Gone with the memory, messages that had failed:\n${waiting.join('\n')}\n`;
}
