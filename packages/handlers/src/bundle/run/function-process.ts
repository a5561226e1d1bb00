import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { LambdaNode } from './lambda-node.js';
import { RuntimeApi, type HandOver, type ProcessOutcome } from './runtime-api.js';

const BOOTSTRAP = fileURLToPath(new URL('../../../dist/bundle/run/bootstrap.js', import.meta.url));

/** A function's process did not start, ended by itself, or did not respond: its output says more. */
export class FunctionProcessError extends Error {
  readonly code = 'FUNCTION_PROCESS_FAILED';
  override readonly name = 'FunctionProcessError';
}

export interface FunctionProcessOptions {
  readonly node: LambdaNode;
  /** The folder of the deployed code, with an `index.mjs` in it. */
  readonly taskRoot: string;
  /** All that the process has in its environment, but for the address of the Runtime API. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds that an invocation may take. */
  readonly timeout: number;
}

/** Milliseconds that a start may take: far more than Lambda grants, for a machine that is busy. */
const INIT_TIMEOUT = 30_000;

/**
 * One instance of a deployed function: a process of its own that gets its events over Lambda's
 * Runtime API, one at a time, as the service hands them out.
 */
export class FunctionProcess {
  private text = '';
  private next: Promise<HandOver> | undefined;
  private readonly ended: Promise<never>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly api: RuntimeApi,
    private readonly timeout: number,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.text += chunk;
      });
    }
    this.ended = once(child, 'close').then(() => {
      throw new FunctionProcessError(`The process ended, having printed: ${this.text}`);
    });
    this.ended.catch(() => {}); // There may be no caller that waits when it ends.
    this.next = this.nextRequest();
  }

  /**
   * Starts the function, and waits until it asks for its first event.
   *
   * @throws {FunctionProcessError} where it cannot be loaded: the message is what it reported to Lambda.
   */
  static async start(options: FunctionProcessOptions): Promise<FunctionProcess> {
    const { node, taskRoot, environment, timeout } = options;
    const api = new RuntimeApi();
    const env = {
      ...environment,
      AWS_LAMBDA_RUNTIME_API: await api.listen(),
      LAMBDA_TASK_ROOT: taskRoot,
      HOME: taskRoot,
    };
    const child = spawn(node.path, [BOOTSTRAP], { cwd: taskRoot, env });
    const process = new FunctionProcess(child, api, timeout);
    try {
      await process.inTime(INIT_TIMEOUT, Promise.race([process.next, process.initFailure()]));
    } catch (error) {
      await process.stop();
      throw error;
    }
    return process;
  }

  /** All that the process printed so far. */
  get output(): string {
    return this.text;
  }

  /**
   * Invokes the function.
   *
   * @throws {FunctionProcessError} where it is busy, ends, or does not respond in time.
   */
  async invoke(event: unknown, requestId: string = randomUUID()): Promise<ProcessOutcome> {
    if (this.next === undefined) throw new FunctionProcessError('The function is busy.');
    const asked = this.next;
    this.next = undefined;
    const handOver = await this.inTime(this.timeout, asked);
    const responded = this.nextOutcome();
    const next = this.nextRequest();
    handOver(event, {
      'aws-request-id': requestId,
      'deadline-ms': String(Date.now() + this.timeout),
      'invoked-function-arn': 'arn:aws:lambda:eu-central-1:123456789012:function:local',
      'trace-id': 'Root=1-69202a80-0123456789abcdef01234567;Sampled=0',
    });
    const outcome = await this.inTime(this.timeout, responded);
    this.next = next;
    return outcome;
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended.catch(() => {});
    this.api.close();
  }

  private async nextRequest(): Promise<HandOver> {
    const [handOver] = await once(this.api, 'next');
    return handOver;
  }

  private async nextOutcome(): Promise<ProcessOutcome> {
    const [outcome] = await once(this.api, 'response');
    return outcome;
  }

  private async initFailure(): Promise<never> {
    const [reason] = await once(this.api, 'init-error');
    throw new FunctionProcessError(`The function did not start: ${reason}`);
  }

  private async inTime<T>(milliseconds: number, work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const say = (): void =>
        reject(new FunctionProcessError(`No response within ${milliseconds} ms: ${this.text}`));
      timer = setTimeout(say, milliseconds);
    });
    try {
      return await Promise.race([work, this.ended, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
