import type { Timers } from '@snacks/adapters-memory';
import type { IdGenerator } from '@snacks/domain/ports';
import type { FunctionName, LambdaHandler } from '@snacks/handlers';

/** The outcome of an invocation: the function's result, or its error. */
export type InvocationOutcome =
  | { readonly ok: true; readonly requestId: string; readonly result: unknown }
  | FailedInvocation;

export interface FailedInvocation {
  readonly ok: false;
  readonly requestId: string;
  readonly error: unknown;
}

/** The function exceeded its timeout. Its work continues and can still take effect. */
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
  /** Called when an invocation begins, and when one has failed. @default nothing is counted */
  readonly count?: (what: 'Invocations' | 'Errors') => void;
}

/**
 * A function as Lambda runs it. Events and results are JSON, never shared objects. An invocation that
 * exceeds the timeout fails; unlike Lambda, this class cannot stop its work.
 */
export class LocalFunction {
  private running = 0;

  constructor(private readonly options: LocalFunctionOptions) {}

  get name(): FunctionName {
    return this.options.name;
  }

  /** The number of invocations under way. */
  get inFlight(): number {
    return this.running;
  }

  /** Invokes the function; never rejects. A retry passes the request id of the first attempt. */
  async invoke(
    event: unknown,
    requestId = this.options.ids.randomId(),
  ): Promise<InvocationOutcome> {
    const { name, handler, count = () => {} } = this.options;
    this.running += 1;
    count('Invocations');
    try {
      const context = { awsRequestId: requestId, functionName: name };
      const result = await this.withTimeout(handler(jsonCopy(event), context));
      return { ok: true, requestId, result: jsonCopy(result) };
    } catch (error) {
      count('Errors');
      return { ok: false, requestId, error };
    } finally {
      this.running -= 1;
    }
  }

  private async withTimeout<T>(work: Promise<T>): Promise<T> {
    const { timers, timeout, name } = this.options;
    return new Promise((resolve, reject) => {
      const cancel = timers.runAt(timers.now() + timeout, () =>
        reject(new FunctionTimeoutError(`${name} did not respond within ${timeout} ms.`)),
      );
      work.then(resolve, reject).finally(cancel);
    });
  }
}

function jsonCopy(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
