import type { InMemoryQueue, Timers } from '@snacks/adapters-memory';
import type { FunctionName, Logger } from '@snacks/handlers';

import { describeFunctionError } from './function-error.js';
import type { LocalFunction } from './local-function.js';

/** When Lambda tries a failed asynchronous invocation again, in milliseconds after the failure. */
const RETRY_DELAYS = [60_000, 120_000];

/**
 * Invokes functions asynchronously, as Lambda does for an invocation of type `Event`: two retries
 * under the same request id, then the invocation goes to the function's failure queue.
 */
export class AsyncInvocations {
  private readonly retries = new Set<() => void>();

  constructor(
    private readonly timers: Timers,
    private readonly loggerOf: (name: FunctionName) => Logger,
    private readonly failureQueueOf: (target: LocalFunction) => InMemoryQueue | undefined,
  ) {}

  /** Invocations that failed and wait for their next try. */
  get waiting(): number {
    return this.retries.size;
  }

  /** Begins an invocation. Resolves when its first try has ended. */
  async invoke(target: LocalFunction, event: unknown): Promise<void> {
    await this.attempt(target, event, undefined, RETRY_DELAYS);
  }

  /** Tries nothing again any more. */
  stop(): void {
    for (const callOff of this.retries) callOff();
  }

  private async attempt(
    target: LocalFunction,
    event: unknown,
    previousRequestId: string | undefined,
    [delay, ...later]: readonly number[],
  ): Promise<void> {
    const outcome = await target.invoke(event, previousRequestId);
    if (outcome.ok) return;
    const { requestId, error } = outcome;
    if (delay === undefined) {
      this.giveUp(target, event, requestId, error);
      return;
    }
    const callOff = this.timers.schedule(this.timers.now() + delay, () => {
      this.retries.delete(callOff);
      void this.attempt(target, event, requestId, later);
    });
    this.retries.add(callOff);
  }

  /** Sends what Lambda sends to a destination on failure. */
  private giveUp(target: LocalFunction, event: unknown, requestId: string, error: unknown): void {
    const queue = this.failureQueueOf(target);
    this.loggerOf(target.name).error('invocation given up', {
      requestId,
      attempt: RETRY_DELAYS.length + 1,
      ...(queue !== undefined && { deadLetterQueue: queue.name }),
      error,
    });
    queue?.send(
      JSON.stringify({
        version: '1.0',
        timestamp: new Date(this.timers.now()).toISOString(),
        requestContext: {
          requestId,
          functionArn: `arn:aws:lambda:local:000000000000:function:${target.name}:$LATEST`,
          condition: 'RetriesExhausted',
          approximateInvokeCount: RETRY_DELAYS.length + 1,
        },
        requestPayload: event,
        responseContext: {
          statusCode: 200,
          executedVersion: '$LATEST',
          functionError: 'Unhandled',
        },
        responsePayload: describeFunctionError(error),
      }),
    );
  }
}
