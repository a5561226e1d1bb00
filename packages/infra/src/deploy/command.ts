import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the command as Ctrl-C would. */
  readonly signal: AbortSignal;
  /** `print` lets it talk to the terminal; `keep` only returns what it printed. */
  readonly output: 'print' | 'keep';
}

export interface CommandResult {
  /** `undefined` where it was ended by a signal, or could not be started. */
  readonly exitCode: number | undefined;
  /** What it printed, where that was kept. */
  readonly text: string;
}

/** Runs a program to its end. Never rejects: a program that is not there has no exit code. */
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
    return { exitCode: undefined, text: '' }; // it could not be started
  } finally {
    signal.removeEventListener('abort', end);
  }
}
