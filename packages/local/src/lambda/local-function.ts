import type { IdGenerator } from '@snacks/domain';
import type { FunctionName, LambdaHandler } from '@snacks/handlers';

/** What an invocation came to: what the function answered, or what it threw. */
export type InvocationOutcome =
  | { readonly ok: true; readonly requestId: string; readonly result: unknown }
  | { readonly ok: false; readonly requestId: string; readonly error: unknown };

/** A function as Lambda runs it: what goes in and what comes out is JSON, never a shared object. */
export class LocalFunction {
  private running = 0;

  constructor(
    readonly name: FunctionName,
    private readonly handler: LambdaHandler,
    private readonly ids: IdGenerator,
  ) {}

  /** Invocations that have begun and not ended. */
  get inFlight(): number {
    return this.running;
  }

  /** Invokes the function; never rejects. A retry passes the request id of the first try. */
  async invoke(event: unknown, requestId = this.ids.randomId()): Promise<InvocationOutcome> {
    this.running += 1;
    try {
      const context = { awsRequestId: requestId, functionName: this.name };
      const result = await this.handler(throughJson(event), context);
      return { ok: true, requestId, result: throughJson(result) };
    } catch (error) {
      return { ok: false, requestId, error };
    } finally {
      this.running -= 1;
    }
  }
}

function throughJson(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
