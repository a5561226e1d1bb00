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

/** What is asked for, by how many at once, for how long. */
export interface Load {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly body?: string;
  readonly connections: number;
  readonly seconds: number;
}

/** What came of it. Latencies are in milliseconds. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Requests that were not returned, or not with a 2xx. */
  readonly errors: number;
}

/** Loads a server from a process of its own, by autocannon. */
export async function load({ url, method, body, connections, seconds }: Load): Promise<LoadResult> {
  const { stdout } = await execute(
    process.execPath,
    [
      AUTOCANNON,
      '--json',
      '--no-progress',
      `--method=${method}`,
      `--connections=${connections}`,
      `--duration=${seconds}`,
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
