import { PinoLogger, topology, type LogLevel } from '@snacks/handlers';
import pretty from 'pino-pretty';

import { RecentEvents } from './recent-events.js';
import { startServer, type RunningServer, type ServerOptions } from './server.js';

const STOP_WITHIN = 10_000;

export interface RunOptions extends Pick<
  ServerOptions,
  'port' | 'stock' | 'unknownSnacks' | 'paymentRules'
> {
  readonly logLevel: LogLevel;
  /** A folder for the orders; in memory where it is left out. */
  readonly dataFolder: string | undefined;
  /** For how long a failed message is hidden, in seconds; as deployed where it is left out. */
  readonly visibilityTimeout: number | undefined;
}

/** Serves the platform until the process is told to stop, then brings what is under way to its end. */
export async function runServer({
  logLevel,
  visibilityTimeout,
  ...options
}: RunOptions): Promise<void> {
  const { dataFolder } = options;
  // For eyes, colours and a line that reads; for anything else, the JSON that CloudWatch would get.
  const destination = process.stdout.isTTY
    ? pretty({ messageKey: 'message', ignore: 'pid,hostname,coldStart', singleLine: true })
    : process.stdout;
  const loggerOf: ServerOptions['loggerOf'] = (service, logs) =>
    new PinoLogger({
      service,
      level: logLevel,
      destination: service === 'order-store' ? destination : logs.keeping(service, destination),
    });
  const server = await start({
    ...options,
    loggerOf,
    ...(visibilityTimeout !== undefined && {
      adjustQueue: (settings) =>
        settings.visibilityTimeoutSeconds === undefined
          ? settings
          : { ...settings, visibilityTimeoutSeconds: visibilityTimeout },
    }),
  });
  if (server === undefined) return;
  process.stdout.write(welcome(server, dataFolder));

  const signal = await nextSignal();
  process.stdout.write(`\n${signal}: finishing what is under way; once more to stop at once.\n`);
  for (const again of SIGNALS) process.once(again, () => process.exit(1));
  const settled = await server.stop(STOP_WITHIN);
  process.stdout.write(farewell(server, settled));
  process.exit(settled ? 0 : 1);
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

async function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.once(signal, resolve);
  });
}

async function start(options: ServerOptions): Promise<RunningServer | undefined> {
  try {
    return await startServer(options);
  } catch (error) {
    const explanation = explain(error, options);
    if (explanation === undefined) throw error;
    process.stderr.write(`${explanation}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

/** What the user can do about an error at the start; `undefined` where that is not known. */
function explain(error: unknown, { port }: ServerOptions): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code === 'STORE_FOLDER_UNUSABLE') return error.message;
  if (error.code !== 'EADDRINUSE') return undefined;
  return `Port ${port} is taken. Choose another one: npm start -- --port ${port + 1}`;
}

function welcome({ url, resumed }: RunningServer, dataFolder: string | undefined): string {
  const store = dataFolder === undefined ? 'orders in memory' : `orders in ${dataFolder}`;
  const routes = topology.routes.map(({ method, path }) => `  ${method.padEnd(7)}${url}${path}`);
  return `
Serverless Snacks is served on ${url}  (this machine only, no login, ${store})
${resumed > 0 ? `\n${resumed} orders that were under way are taken up again.\n` : ''}
${routes.join('\n')}

Place an order:
  curl -s ${url}/orders -H 'content-type: application/json' -d @examples/orders/john-doe.json

See what became of it:
  curl -s ${url}/orders

The same by the AWS CLI (any credentials will do):
  AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_DEFAULT_REGION=us-east-1 \\
  aws lambda invoke --endpoint-url ${url} --function-name order-creator \\
    --cli-binary-format raw-in-base64-out --payload file://examples/orders/john-doe.json out.json

Its other services are called in the same way: sqs, events, logs, and dynamodb with --store dynamodb.

Look inside:
  curl -s ${url}/local/events     the latest ${RecentEvents.LIMIT} events on the bus; older ones are forgotten
  curl -s ${url}/local/queues     every queue, its waiting and its dead letters
  curl -s ${url}/local/metrics    what happened to orders, how often, and how long it took

Have a snack run out (there is enough of all others, and payments are simulated):
  curl -s -X PUT ${url}/local/stock/Chips -H 'content-type: application/json' -d '{"available":1}'

`;
}

function farewell({ platform }: RunningServer, settled: boolean): string {
  const waiting = [...platform.queues].flatMap(([name, queue]) => {
    const { visible, inFlight } = queue.depth;
    return visible + inFlight > 0 ? [`  ${name}: ${visible + inFlight}`] : [];
  });
  const summary = settled
    ? 'Stopped: every accepted order went as far as it goes.\n'
    : `Stopped, but not everything came to its end within ${STOP_WITHIN / 1_000} s.\n`;
  return waiting.length === 0
    ? summary
    : `${summary}Gone with the memory, messages that had failed:\n${waiting.join('\n')}\n`;
}
