import type { Context } from 'hono';

import type { AwsApiError } from './aws-api-error.js';

/** Returns an error in the JSON protocol of AWS, or in XML to a client that does not use JSON. */
export function awsErrorResponse(
  context: Context,
  { type, message, queryName }: AwsApiError,
  status: 400 | 403 | 413 | 500,
): Response {
  if (context.req.header('x-amz-target') === undefined) {
    const xml = `<ErrorResponse><Error><Type>Sender</Type><Code>${type}</Code><Message>${message}</Message></Error></ErrorResponse>`;
    return context.body(xml, status, { 'content-type': 'text/xml' });
  }
  context.header('x-amzn-errortype', type);
  context.header('x-amzn-query-error', `${queryName};${status < 500 ? 'Sender' : 'Receiver'}`);
  return context.json({ __type: type, message }, status);
}
