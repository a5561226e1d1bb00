import { Hono, type Context } from 'hono';

import { describeFunctionError } from '../lambda/function-error.js';
import type { InvocationOutcome } from '../lambda/local-function.js';
import type { Platform } from '../platform/platform.js';
import { MAX_JSON_DEPTH, readJson } from '../json/read-json.js';
import { FUNCTIONS_PATH, invokeErrorResponse } from './invoke-error-response.js';
import { bodyOf } from './request-body.js';

/** Lambda's limits, in bytes. */
const MAX_PAYLOAD = 6 * 1_024 * 1_024;
const MAX_ASYNC_PAYLOAD = 1_024 * 1_024;

/**
 * Serves Lambda's Invoke API. The AWS CLI and the SDKs can invoke the local functions with this
 * platform as their endpoint.
 */
export function invokeApi({ functions, asyncInvocations }: Platform): Hono {
  const app = new Hono();
  app.post(`${FUNCTIONS_PATH}:name/invocations`, async (context) => {
    const target = functions.get(functionNameOf(context.req.param('name')));
    if (target === undefined) {
      const known = [...functions.keys()].join(', ');
      return invokeErrorResponse(
        context,
        404,
        'ResourceNotFoundException',
        `Function not found. Functions: ${known}.`,
      );
    }
    const type = context.req.header('x-amz-invocation-type') ?? 'RequestResponse';
    const limit = type === 'Event' ? MAX_ASYNC_PAYLOAD : MAX_PAYLOAD;
    const payload = await bodyOf(context.req);
    if (payload.length > limit) {
      return invokeErrorResponse(
        context,
        413,
        'RequestTooLargeException',
        `${payload.length} byte payload is too large for the ${type} invocation type (limit ${limit} bytes).`,
      );
    }
    const event = payload.length === 0 ? {} : readJson(payload.toString('utf8'));
    if (event === undefined) {
      return invokeErrorResponse(
        context,
        400,
        'InvalidRequestContentException',
        `Could not parse request body into json. It must be JSON with a nesting depth of at most ${MAX_JSON_DEPTH}.`,
      );
    }
    switch (type) {
      case 'RequestResponse':
        return toResponse(context, await target.invoke(event));
      case 'Event':
        void asyncInvocations.invoke(target, event);
        return context.body(null, 202);
      case 'DryRun':
        return context.body(null, 204);
      default:
        return invokeErrorResponse(
          context,
          400,
          'InvalidParameterValueException',
          'X-Amz-Invocation-Type must be RequestResponse, Event or DryRun.',
        );
    }
  });
  return app;
}

/** Returns the function's name in a name or an ARN, with or without a qualifier. */
function functionNameOf(reference: string): string {
  const parts = reference.split(':');
  const afterFunction = parts[parts.indexOf('function') + 1];
  return (parts.includes('function') ? afterFunction : parts[0]) ?? reference;
}

function toResponse(context: Context, outcome: InvocationOutcome): Response {
  context.header('x-amzn-requestid', outcome.requestId);
  context.header('x-amz-executed-version', '$LATEST');
  if (outcome.ok) return context.body(JSON.stringify(outcome.result), 200);
  context.header('x-amz-function-error', 'Unhandled');
  return context.body(JSON.stringify(describeFunctionError(outcome.error)), 200);
}
