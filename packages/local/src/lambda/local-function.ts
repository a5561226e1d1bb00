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

/** How an invocation ended. */
export interface InvocationEnd {
  readonly requestId: string;
  readonly ok: boolean;
  /** Milliseconds. */
  readonly duration: number;
}

export interface LocalFunctionOptions {
  readonly name: FunctionName;
  readonly handler: LambdaHandler;
  /** Milliseconds. */
  readonly timeout: number;
  readonly ids: IdGenerator;
  readonly timers: Timers;
  /** Called when an invocation has ended. @default nothing is called */
  readonly onEnd?: (end: InvocationEnd) => void;
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
    const { timers, onEnd = () => {} } = this.options;
    const start = timers.now();
    this.running += 1;
    const outcome = await this.run(event, requestId);
    this.running -= 1;
    onEnd({ requestId, ok: outcome.ok, duration: timers.now() - start });
    return outcome;
  }

  private async run(event: unknown, requestId: string): Promise<InvocationOutcome> {
    const { name, handler } = this.options;
    try {
      const context = { awsRequestId: requestId, functionName: name };
      const result = await this.withTimeout(handler(jsonCopy(event), context));
      return { ok: true, requestId, result: jsonCopy(result) };
    } catch (error) {
      return { ok: false, requestId, error };
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
