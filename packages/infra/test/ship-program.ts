import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/deploy/cli/main.js', import.meta.url));

/** `npm run ship`, begun, in an environment that has no more than it is given. */
export function runShip(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
) {
  return follow(process.execPath, [MAIN, ...args], environment);
}

/**
 * A command line that begins with `npm run ship --`, begun in a shell as GitHub begins it, with more
 * options, and the program in the place of npm.
 */
export function runInShell(
  command: string,
  options: string,
  environment: Readonly<Record<string, string>>,
) {
  const program = `"${process.execPath}" "${MAIN}" ${options}`;
  const line = command.replace(/^npm run ship --/, () => program);
  return follow('bash', ['-e', '-c', line], environment);
}

function follow(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
) {
  const child = spawn(program, args, {
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
    printed: () => output.text,
    interrupt: () => child.kill('SIGINT'),
    /** Resolves once it has printed a text. */
    untilPrinted: async (text: string) => {
      while (!output.text.includes(text)) {
        await Promise.race([once(child.stdout, 'data'), ended.then(() => fail(output.text))]);
      }
    },
  };
}

function fail(printed: string): never {
  throw new Error(`It ended. It printed: ${printed}`);
}
