import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isFields } from '@snacks/domain';

const PROGRAM = fileURLToPath(new URL('./dynalite-process.js', import.meta.url));

/** The number of requests by operation of DynamoDB. */
export type RequestCounts = ReadonlyMap<string, number>;

/** A DynamoDB engine in its own process. */
export interface Engine {
  readonly endpoint: string;
  readonly requests: () => Promise<RequestCounts>;
  readonly stop: () => void;
}

/** Starts dynalite as a child process. */
export async function startEngine(): Promise<Engine> {
  const child = fork(PROGRAM);
  const next = async (): Promise<Readonly<Record<string, unknown>>> => {
    const [message]: unknown[] = await once(child, 'message');
    return isFields(message) ? message : {};
  };
  const { port } = await next();
  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    requests: async () => {
      const response = next();
      child.send('requests');
      const { requests } = await response;
      return new Map(
        Object.entries(isFields(requests) ? requests : {}).map(([operation, count]) => [
          operation,
          Number(count),
        ]),
      );
    },
    stop: () => child.disconnect(),
  };
}
