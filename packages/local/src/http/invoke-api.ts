import { Hono, type Context } from 'hono';
import type { Timers } from '@snacks/adapters-memory';

import type { InvocationOutcome, LocalFunction } from '../lambda/local-function.js';

const SYNCHRONOUS_PAYLOAD_BYTES = 6 * 1_024 * 1_024;

/** When Lambda tries a failed asynchronous invocation again, in milliseconds after the failure. */
const RETRY_DELAYS = [60_000, 120_000];

/**
 * Lambda's Invoke API, so that the AWS CLI and the SDKs can invoke the local functions by
 * `--endpoint-url`.
 */
export function invokeApi(functions: ReadonlyMap<string, LocalFunction>, timers: Timers): Hono {
  const app = new Hono();
  app.post('/2015-03-31/functions/:name/invocations', async (context) => {
    const target = functions.get(functionNameOf(context.req.param('name')));
    if (target === undefined) {
      const known = [...functions.keys()].join(', ');
      return failure(
        context,
        404,
        'ResourceNotFoundException',
        `Function not found: there are ${known}.`,
      );
    }
    const payload = Buffer.from(await context.req.arrayBuffer());
    if (payload.length > SYNCHRONOUS_PAYLOAD_BYTES) {
      return failure(context, 413, 'RequestTooLargeException', 'The payload must be at most 6 MB.');
    }
    const event = parse(payload);
    if (event === undefined) {
      return failure(
        context,
        400,
        'InvalidRequestContentException',
        'Could not parse request body into json.',
      );
    }
    switch (context.req.header('x-amz-invocation-type') ?? 'RequestResponse') {
      case 'RequestResponse':
        return answer(context, await target.invoke(event.value));
      case 'Event':
        void invokeUntilDone(target, event.value, timers);
        return context.body(null, 202);
      case 'DryRun':
        return context.body(null, 204);
      default:
        return failure(
          context,
          400,
          'InvalidParameterValueException',
          'X-Amz-Invocation-Type must be RequestResponse, Event or DryRun.',
        );
    }
  });
  return app;
}

/** A function is named by its name or ARN, with or without a qualifier. */
function functionNameOf(reference: string): string {
  const parts = reference.split(':');
  const afterFunction = parts[parts.indexOf('function') + 1];
  return (parts.includes('function') ? afterFunction : parts[0]) ?? reference;
}

function parse(payload: Buffer): { readonly value: unknown } | undefined {
  if (payload.length === 0) return { value: {} };
  try {
    return { value: JSON.parse(payload.toString('utf8')) };
  } catch {
    return undefined; // answered by the caller
  }
}

/** Tries twice more, later, under the same request id. */
async function invokeUntilDone(
  target: LocalFunction,
  event: unknown,
  timers: Timers,
  requestId?: string,
  delays: readonly number[] = RETRY_DELAYS,
): Promise<void> {
  const outcome = await target.invoke(event, requestId);
  const [delay, ...later] = delays;
  if (outcome.ok || delay === undefined) return;
  timers.schedule(timers.now() + delay, () => {
    void invokeUntilDone(target, event, timers, outcome.requestId, later);
  });
}

function answer(context: Context, outcome: InvocationOutcome): Response {
  context.header('x-amzn-requestid', outcome.requestId);
  context.header('x-amz-executed-version', '$LATEST');
  if (outcome.ok) return context.body(JSON.stringify(outcome.result), 200);
  context.header('x-amz-function-error', 'Unhandled');
  return context.body(JSON.stringify(describe(outcome.error)), 200);
}

function describe(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function failure(
  context: Context,
  status: 400 | 404 | 413,
  type: string,
  message: string,
): Response {
  context.header('x-amzn-errortype', type);
  return context.json({ Type: 'User', Message: message, message }, status);
}
