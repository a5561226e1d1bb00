import type { Context } from 'hono';

import type { AwsApiError } from './aws-api-error.js';

/** Refuses a call as the AWS services do that speak JSON. */
export function awsRefusal(
  context: Context,
  { type, message, queryName }: AwsApiError,
  status: 400 | 403 | 413 | 500,
): Response {
  if (context.req.header('x-amz-target') === undefined) {
    // Who speaks no JSON cannot read it either.
    const text = `<ErrorResponse><Error><Type>Sender</Type><Code>${type}</Code><Message>${message}</Message></Error></ErrorResponse>`;
    return context.body(text, status, { 'content-type': 'text/xml' });
  }
  context.header('x-amzn-errortype', type);
  context.header('x-amzn-query-error', `${queryName};${status < 500 ? 'Sender' : 'Receiver'}`);
  return context.json({ __type: type, message }, status);
}
