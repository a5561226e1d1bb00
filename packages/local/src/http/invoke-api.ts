import { Hono, type Context } from 'hono';

import { describeFunctionError } from '../lambda/function-error.js';
import type { InvocationOutcome } from '../lambda/local-function.js';
import type { Platform } from '../platform.js';
import { FUNCTIONS_PATH, invokeRefusal } from './invoke-refusal.js';

const PAYLOAD_BYTES = 6 * 1_024 * 1_024;

/**
 * Lambda's Invoke API, so that the AWS CLI and the SDKs can invoke the local functions by
 * `--endpoint-url`.
 */
export function invokeApi({ functions, asyncInvocations }: Platform): Hono {
  const app = new Hono();
  app.post(`${FUNCTIONS_PATH}:name/invocations`, async (context) => {
    const target = functions.get(functionNameOf(context.req.param('name')));
    if (target === undefined) {
      const known = [...functions.keys()].join(', ');
      return invokeRefusal(
        context,
        404,
        'ResourceNotFoundException',
        `Function not found: there are ${known}.`,
      );
    }
    const payload = Buffer.from(await context.req.arrayBuffer());
    if (payload.length > PAYLOAD_BYTES) {
      return invokeRefusal(
        context,
        413,
        'RequestTooLargeException',
        'The payload must be at most 6 MB.',
      );
    }
    const event = parse(payload);
    if (event === undefined) {
      return invokeRefusal(
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
        void asyncInvocations.invoke(target, event.value);
        return context.body(null, 202);
      case 'DryRun':
        return context.body(null, 204);
      default:
        return invokeRefusal(
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

function answer(context: Context, outcome: InvocationOutcome): Response {
  context.header('x-amzn-requestid', outcome.requestId);
  context.header('x-amz-executed-version', '$LATEST');
  if (outcome.ok) return context.body(JSON.stringify(outcome.result), 200);
  context.header('x-amz-function-error', 'Unhandled');
  return context.body(JSON.stringify(describeFunctionError(outcome.error)), 200);
}
