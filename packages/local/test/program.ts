import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** Matches the line with the URL, which the program prints when it accepts requests. */
export const RUNNING = /is running on (http:\/\/127\.0\.0\.1:\d+)/;

/** Starts the program, and collects its output. */
export function run(...args: string[]) {
  const { PORT: _port, LOG_LEVEL: _level, ...env } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], { env });
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output.text += chunk;
    });
  }
  /** Resolves with the exit code when the program ends and its output is complete; `null` after a kill. */
  const ended = once(child, 'close').then(() => child.exitCode);
  return { child, output, ended };
}

/** Waits until the output of the program matches a pattern. */
export async function printed(
  { child, output, ended }: ReturnType<typeof run>,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(output.text);
    if (match !== null) return match;
    const more = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
    if (more === undefined && !pattern.test(output.text)) {
      throw new Error(`The program ended with this output: ${output.text}`);
    }
  }
}
