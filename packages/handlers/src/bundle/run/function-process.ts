import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { LambdaNode } from './lambda-node.js';
import { RuntimeApi, type HandOver, type ProcessOutcome } from './runtime-api.js';

const BOOTSTRAP = fileURLToPath(new URL('../../../dist/bundle/run/bootstrap.js', import.meta.url));

/** A function's process did not start, exited, or did not respond. Its output shows the cause. */
export class FunctionProcessError extends Error {
  readonly code = 'FUNCTION_PROCESS_FAILED';
  override readonly name = 'FunctionProcessError';
}

export interface FunctionProcessOptions {
  readonly node: LambdaNode;
  /** The folder of the deployed code, which contains `index.mjs`. */
  readonly taskRoot: string;
  /** The environment of the process, without the variables that the start itself sets. */
  readonly environment: Readonly<Record<string, string>>;
  /** The maximum duration of an invocation, in milliseconds. */
  readonly timeout: number;
}

/** The maximum duration of a start, in milliseconds: longer than in Lambda, for busy machines. */
const INIT_TIMEOUT = 30_000;

/**
 * One instance of a deployed function: a separate process that receives its events over Lambda's
 * Runtime API, one at a time, as in Lambda.
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
      throw new FunctionProcessError(`The process ended. Its output: ${this.text}`);
    });
    this.ended.catch(() => {}); // The process can end while no caller waits for it.
    this.next = this.nextRequest();
  }

  /**
   * Starts the function, and waits until it requests its first event.
   *
   * @throws {FunctionProcessError} if it cannot be loaded. The message has the error that it reported to Lambda.
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

  /** The output of the process so far. */
  get output(): string {
    return this.text;
  }

  /**
   * Invokes the function.
   *
   * @throws {FunctionProcessError} if it is busy, exits, or does not respond in time.
   */
  async invoke(event: unknown, requestId: string = randomUUID()): Promise<ProcessOutcome> {
    if (this.next === undefined) throw new FunctionProcessError('The function is busy.');
    const request = this.next;
    this.next = undefined;
    const handOver = await this.inTime(this.timeout, request);
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

  /** Kills the process. */
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
      const fail = (): void =>
        reject(new FunctionProcessError(`No response within ${milliseconds} ms: ${this.text}`));
      timer = setTimeout(fail, milliseconds);
    });
    try {
      return await Promise.race([work, this.ended, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
