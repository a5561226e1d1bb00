import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { isFields } from '@snacks/domain';

const execute = promisify(execFile);
const AUTOCANNON = join(
  dirname(createRequire(import.meta.url).resolve('autocannon/package.json')),
  'autocannon.js',
);

/** A request, its number of connections, and how long or how often it is sent. */
export type Load = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly body?: string;
  readonly connections: number;
  /** The requests a second, of all connections together. @default as many as the server takes */
  readonly rate?: number;
} & ({ readonly seconds: number } | { readonly requests: number });

/** The result of a load. Latencies are in milliseconds. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Requests without a response, or with a status other than 2xx. */
  readonly errors: number;
}

/** Sends load to a server with autocannon, from its own process. */
export async function load(request: Load): Promise<LoadResult> {
  const { url, method, body, connections, rate } = request;
  const { stdout } = await execute(
    process.execPath,
    [
      AUTOCANNON,
      '--json',
      '--no-progress',
      `--method=${method}`,
      `--connections=${connections}`,
      'seconds' in request ? `--duration=${request.seconds}` : `--amount=${request.requests}`,
      ...(rate === undefined ? [] : [`--overallRate=${rate}`]),
      ...(body === undefined ? [] : ['--body', body, '--headers', 'content-type=application/json']),
      url,
    ],
    { maxBuffer: 16 * 1_024 * 1_024 },
  );
  const result: unknown = JSON.parse(stdout);
  const number = (...path: readonly string[]): number =>
    Number(path.reduce<unknown>((inner, key) => (isFields(inner) ? inner[key] : 0), result));
  return {
    requestsPerSecond: Math.round(number('requests', 'average')),
    p50: number('latency', 'p50'),
    p99: number('latency', 'p99'),
    errors: number('errors') + number('timeouts') + number('non2xx'),
  };
}
