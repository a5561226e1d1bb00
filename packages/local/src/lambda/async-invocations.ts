import type { InMemoryQueue, Timers } from '@snacks/adapters-memory';
import type { FunctionName, Logger } from '@snacks/handlers';

import { ACCOUNT } from '../platform/arn.js';
import type { ReportFault } from '../platform/report-fault.js';
import { describeFunctionError } from './function-error.js';
import type { FailedInvocation, LocalFunction } from './local-function.js';

/** Lambda retries a failed asynchronous invocation after these delays, in milliseconds. */
const RETRY_DELAYS = [60_000, 120_000];

export interface AsyncInvocationsOptions {
  readonly timers: Timers;
  readonly loggerOf: (name: FunctionName) => Logger;
  /** Returns the queue for the function's failed invocations. */
  readonly failureQueueOf: (target: LocalFunction) => InMemoryQueue | undefined;
  readonly report: ReportFault;
}

/**
 * Invokes functions asynchronously, as Lambda does for an invocation of type `Event`. A failed
 * invocation is retried twice under the same request id, then goes to the function's failure queue.
 */
export class AsyncInvocations {
  private readonly retries = new Set<() => void>();

  constructor(private readonly options: AsyncInvocationsOptions) {}

  /** The number of failed invocations that wait for a retry. */
  get waiting(): number {
    return this.retries.size;
  }

  /** Starts an invocation. Resolves when its first attempt ends; never rejects. */
  async invoke(target: LocalFunction, event: unknown): Promise<void> {
    await this.attempt(target, event, undefined, RETRY_DELAYS);
  }

  /** Cancels all retries. */
  stop(): void {
    for (const cancel of this.retries) cancel();
  }

  private async attempt(
    target: LocalFunction,
    event: unknown,
    previousRequestId: string | undefined,
    retryDelays: readonly number[],
  ): Promise<void> {
    try {
      const outcome = await target.invoke(event, previousRequestId);
      if (!outcome.ok) this.afterFailure(target, event, outcome, retryDelays);
    } catch (error) {
      this.options.report(`An asynchronous invocation of ${target.name} is lost.`, error);
    }
  }

  private afterFailure(
    target: LocalFunction,
    event: unknown,
    { requestId, error }: FailedInvocation,
    [delay, ...later]: readonly number[],
  ): void {
    if (delay === undefined) {
      this.giveUp(target, event, requestId, error);
      return;
    }
    const { timers } = this.options;
    const cancel = timers.runAt(timers.now() + delay, () => {
      this.retries.delete(cancel);
      void this.attempt(target, event, requestId, later);
    });
    this.retries.add(cancel);
  }

  /** Sends the record that Lambda sends to an on-failure destination. */
  private giveUp(target: LocalFunction, event: unknown, requestId: string, error: unknown): void {
    const { timers, loggerOf, failureQueueOf } = this.options;
    const queue = failureQueueOf(target);
    loggerOf(target.name).error('invocation given up', {
      requestId,
      attempt: RETRY_DELAYS.length + 1,
      ...(queue !== undefined && { deadLetterQueue: queue.name }),
      error,
    });
    queue?.send(
      JSON.stringify({
        version: '1.0',
        timestamp: new Date(timers.now()).toISOString(),
        requestContext: {
          requestId,
          functionArn: `arn:aws:lambda:local:${ACCOUNT}:function:${target.name}:$LATEST`,
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
