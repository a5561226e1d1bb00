import type { InvocationContext, LambdaHandler } from '../../inbound/lambda-handler.js';
import { withNewLogContext } from './log-context.js';
import type { Logger } from './logger.js';

/**
 * Wraps a handler with a log: every log line of an invocation has its request id, and each invocation
 * ends with one line that has its duration and, if it failed, its error. The error is thrown on.
 */
export function logged<Result>(
  logger: Logger,
  handle: LambdaHandler<Result>,
): LambdaHandler<Result> {
  let coldStart = true;
  return async (event: unknown, context: InvocationContext) => {
    const { awsRequestId: requestId, functionVersion } = context;
    const fields = {
      requestId,
      ...(functionVersion !== undefined && { functionVersion }),
      coldStart,
    };
    coldStart = false;
    return withNewLogContext(fields, logger, async () => {
      const start = performance.now();
      try {
        const result = await handle(event, context);
        logger.info('invocation ended', { durationMs: since(start) });
        return result;
      } catch (error) {
        logger.error('invocation failed', { durationMs: since(start), error });
        throw error;
      }
    });
  };
}

function since(start: number): number {
  return Math.round((performance.now() - start) * 1_000) / 1_000;
}
