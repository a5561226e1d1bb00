import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/ship.js', import.meta.url));

/** `npm run ship`, begun, in an environment that has no more than it is given. */
export function runShip(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, CDK_DISABLE_CLI_TELEMETRY: 'true', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output.text += chunk;
    });
  }
  const ended = once(child, 'close').then(() => child.exitCode);
  return {
    ended,
    told: () => output.text,
    interrupt: () => child.kill('SIGINT'),
    /** Resolves once it has told something. */
    untilTold: async (text: string) => {
      while (!output.text.includes(text)) {
        await Promise.race([once(child.stdout, 'data'), ended.then(() => fail(output.text))]);
      }
    },
  };
}

function fail(told: string): never {
  throw new Error(`It ended, having told: ${told}`);
}
