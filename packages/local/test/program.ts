import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** What the program prints when it takes requests, with its URL. */
export const SERVED = /is served on (http:\/\/127\.0\.0\.1:\d+)/;

/** The program, started, with all that it prints. */
export function run(...args: string[]) {
  const { PORT: _port, LOG_LEVEL: _level, ...env } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], { env });
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output.text += chunk;
    });
  }
  /** Its exit code, once it has ended and all that it printed is here; none where it was killed. */
  const ended = once(child, 'close').then(() => child.exitCode);
  return { child, output, ended };
}

/** Waits until the program has printed something that fits. */
export async function printed(
  { child, output, ended }: ReturnType<typeof run>,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(output.text);
    if (match !== null) return match;
    const more = await Promise.race([once(child.stdout, 'data'), ended.then(() => undefined)]);
    if (more === undefined && !pattern.test(output.text)) {
      throw new Error(`It ended, having printed: ${output.text}`);
    }
  }
}
