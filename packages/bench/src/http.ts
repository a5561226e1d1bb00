import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { isFields } from '@snacks/domain';

import { load, type LoadResult } from './servers/load.js';
import { REQUEST } from './setup/order-events.js';
import { ServerProcess } from './servers/server-process.js';

/** The benchmark compares the local platform with its bare HTTP library. */
const ALL_CONNECTIONS = [10, 100, 500];

function wholeSeconds(value: string): number {
  if (/^[1-9]\d{0,3}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('It must be a whole number of seconds from 1 to 9999.');
}

const { duration, quick } = new Command('bench:http')
  .option('--duration <seconds>', 'duration of each measurement', wholeSeconds, 60)
  .option('--quick', 'check that the benchmark runs; its figures mean nothing', false)
  .parse()
  .opts<{ duration: number; quick: boolean }>();

const CONNECTIONS = quick ? ALL_CONNECTIONS.slice(0, 1) : ALL_CONNECTIONS;
const SECONDS = quick ? 1 : duration;

const body = JSON.stringify(REQUEST);
const table = new Table({
  head: [
    'request',
    'connections',
    'requests/s',
    'of bare',
    'p50 ms',
    'p99 ms',
    'errors',
    'MB before',
    'MB after',
  ],
  colAligns: ['left', ...Array.from({ length: 8 }, () => 'right' as const)],
  style: { head: [], border: [] },
});

async function placeOne(url: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/orders`, { method: 'POST', headers, body });
  const order: unknown = await response.json();
  return isFields(order) ? String(order.orderId) : '';
}

/** Measures one request on a new server, so that no measurement inherits another's heap. */
async function measure(
  name: string,
  start: () => Promise<ServerProcess>,
  requestOf: (url: string) => Promise<Pick<Parameters<typeof load>[0], 'url' | 'method' | 'body'>>,
  bare: ReadonlyMap<number, LoadResult> = new Map(),
): Promise<ReadonlyMap<number, LoadResult>> {
  const results = new Map<number, LoadResult>();
  for (const connections of CONNECTIONS) {
    const server = await start();
    const request = await requestOf(server.url);
    await load({ ...request, connections, seconds: Math.min(3, SECONDS) });
    const before = await server.residentMegabytes();
    const result = await load({ ...request, connections, seconds: SECONDS });
    const after = await server.residentMegabytes();
    await server.stop();
    results.set(connections, result);
    const { requestsPerSecond, p50, p99, errors } = result;
    const bareRate = bare.get(connections)?.requestsPerSecond;
    const share =
      bareRate === undefined ? '' : `${Math.round((100 * requestsPerSecond) / bareRate)} %`;
    table.push([name, connections, requestsPerSecond, share, p50, p99, errors, before, after]);
  }
  return results;
}

const BARE_SERVER = new URL('./servers/bare-server.js', import.meta.url);
/** The program that `npm start` runs. */
const PLATFORM = new URL('./cli/main.js', import.meta.resolve('@snacks/local'));

const bareServer = async () => ServerProcess.start(BARE_SERVER);
const platform = async () =>
  ServerProcess.start(PLATFORM, 'start', '--port', '0', '--log-level', 'silent');

const bareGet = await measure('bare GET', bareServer, async (url) => ({ url, method: 'GET' }));
const barePost = await measure('bare POST', bareServer, async (url) => ({
  url,
  method: 'POST',
  body,
}));
const reads = await measure(
  'GET /orders/{orderId}',
  platform,
  async (url) => ({ url: `${url}/orders/${await placeOne(url)}`, method: 'GET' }),
  bareGet,
);
const writes = await measure(
  'POST /orders',
  platform,
  async (url) => ({ url: `${url}/orders`, method: 'POST', body }),
  barePost,
);
process.stdout.write(`${SECONDS} s each, Node ${process.version}\n${table.toString()}\n`);
const all = [bareGet, barePost, reads, writes].flatMap((results) => Array.from(results.values()));
process.exitCode = all.some(({ errors }) => errors > 0) ? 1 : 0;
