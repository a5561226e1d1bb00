import type { Timers } from '@snacks/adapters-memory';
import type { IdGenerator } from '@snacks/domain';
import type { FunctionName, LambdaHandler } from '@snacks/handlers';

/** What an invocation came to: what the function answered, or what it threw. */
export type InvocationOutcome =
  { readonly ok: true; readonly requestId: string; readonly result: unknown } | FailedInvocation;

export interface FailedInvocation {
  readonly ok: false;
  readonly requestId: string;
  readonly error: unknown;
}

/** The function did not respond in time. Its work may go on, and may yet take effect. */
export class FunctionTimeoutError extends Error {
  readonly code = 'FUNCTION_TIMEOUT';
  override readonly name = 'Sandbox.Timedout';
}

export interface LocalFunctionOptions {
  readonly name: FunctionName;
  readonly handler: LambdaHandler;
  /** Milliseconds. */
  readonly timeout: number;
  readonly ids: IdGenerator;
  readonly timers: Timers;
}

/**
 * A function as Lambda runs it: what goes in and what comes out is JSON, never a shared object, and
 * who does not respond in time has failed. Unlike Lambda it cannot end what it gave up.
 */
export class LocalFunction {
  private running = 0;

  constructor(private readonly options: LocalFunctionOptions) {}

  get name(): FunctionName {
    return this.options.name;
  }

  /** Invocations that have begun and not ended. */
  get inFlight(): number {
    return this.running;
  }

  /** Invokes the function; never rejects. A retry passes the request id of the first try. */
  async invoke(
    event: unknown,
    requestId = this.options.ids.randomId(),
  ): Promise<InvocationOutcome> {
    const { name, handler } = this.options;
    this.running += 1;
    try {
      const context = { awsRequestId: requestId, functionName: name };
      const result = await this.inTime(handler(throughJson(event), context));
      return { ok: true, requestId, result: throughJson(result) };
    } catch (error) {
      return { ok: false, requestId, error };
    } finally {
      this.running -= 1;
    }
  }

  private async inTime<T>(work: Promise<T>): Promise<T> {
    const { timers, timeout, name } = this.options;
    return new Promise((resolve, reject) => {
      const cancel = timers.runAt(timers.now() + timeout, () =>
        reject(new FunctionTimeoutError(`${name} did not respond within ${timeout} ms.`)),
      );
      work.then(resolve, reject).finally(cancel);
    });
  }
}

function throughJson(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
