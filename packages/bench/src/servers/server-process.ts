import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A server in its own process, apart from the process that measures it. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** @param script prints `is running on` and its URL when it accepts requests. */
  static async start(script: URL, ...args: readonly string[]): Promise<ServerProcess> {
    const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8');
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
      printed += String(chunk);
      const url = /is running on (http:\S+)/.exec(printed)?.[1];
      if (url === undefined) continue;
      child.stdout.resume();
      return new ServerProcess(child, url);
    }
    throw new Error(`${script.href} ended before it accepted requests.`);
  }

  /** The memory of the process, in megabytes, as the operating system counts it. */
  async residentMegabytes(): Promise<number> {
    const { stdout } = await execute('ps', ['-o', 'rss=', '-p', String(this.child.pid)]);
    return Math.round(Number(stdout) / 1_024);
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
