import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Interrupts the command, as Ctrl-C does. */
  readonly signal: AbortSignal;
  /** `print` connects it to the terminal; `keep` captures its output. */
  readonly output: 'print' | 'keep';
}

export interface CommandResult {
  /** `undefined` if a signal ended it, or if it did not start. */
  readonly exitCode: number | undefined;
  /** Its output, if captured. */
  readonly text: string;
}

/** Runs a program until it exits. Never rejects: a program that does not exist has no exit code. */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env = process.env, signal, output }: CommandOptions,
): Promise<CommandResult> {
  const stdio = output === 'print' ? 'inherit' : 'pipe';
  const child = spawn(program, args, { cwd, env, stdio: ['inherit', stdio, stdio] });
  const end = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', end);
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  try {
    await once(child, 'close');
    return { exitCode: child.exitCode ?? undefined, text: chunks.join('') };
  } catch {
    return { exitCode: undefined, text: '' }; // it did not start
  } finally {
    signal.removeEventListener('abort', end);
  }
}
