import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

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
  return { child, output };
}

/** Waits until the program has printed something that fits. */
export async function printed(
  { child, output }: ReturnType<typeof run>,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(output.text);
    if (match !== null) return match;
    if (child.exitCode !== null) throw new Error(`It ended, having printed: ${output.text}`);
    await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
  }
}

/** The exit code of a program, once it has ended. */
export async function exitCode(child: ChildProcessWithoutNullStreams): Promise<unknown> {
  const [code]: unknown[] = child.exitCode === null ? await once(child, 'close') : [child.exitCode];
  return code;
}
