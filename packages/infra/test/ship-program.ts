import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/deploy/cli/main.js', import.meta.url));

/** Starts `npm run ship` with only the given environment variables. */
export function runShip(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
) {
  return follow(process.execPath, [MAIN, ...args], environment);
}

/**
 * Starts a command line that begins with `npm run ship --`, in a shell with the options that GitHub uses.
 * The program replaces npm, and gets more options.
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
    /** Resolves when the program has printed a text. Throws if the program ends before. */
    untilPrinted: async (text: string) => {
      while (!output.text.includes(text)) {
        await Promise.race([once(child.stdout, 'data'), ended.then(() => fail(output.text))]);
      }
    },
  };
}

function fail(printed: string): never {
  throw new Error(`The program ended. It printed: ${printed}`);
}
