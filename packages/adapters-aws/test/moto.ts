import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import { close, listen } from './loopback.js';

/** Whether moto's server, a fake AWS in Python, can be started here: `pip install 'moto[server]'`. */
export function hasMoto(): boolean {
  return spawnSync('python3', ['-c', 'import moto.server, flask_cors']).status === 0;
}

/** A fake AWS, empty at the start. */
export interface Moto {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Milliseconds between two looks whether the server accepts requests. */
const INTERVAL = 100;

/** Starts moto's server on a free port. Resolves when it accepts requests. */
export async function startMoto(): Promise<Moto> {
  const probe = createServer();
  const endpoint = await listen(probe);
  await close(probe);
  const args = [
    '-W',
    'ignore',
    '-m',
    'moto.server',
    '-H',
    '127.0.0.1',
    '-p',
    new URL(endpoint).port,
  ];
  const server = spawn('python3', args, { stdio: 'ignore' });
  while (server.exitCode === null) {
    const ready = await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined);
    if (ready?.ok === true) break;
    await delay(INTERVAL);
  }
  if (server.exitCode !== null) throw new Error("moto's server did not start.");
  return {
    endpoint,
    stop: async () => {
      const exited = once(server, 'exit');
      server.kill();
      await exited;
    },
  };
}
