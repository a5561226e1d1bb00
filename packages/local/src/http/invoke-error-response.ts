import type { Context } from 'hono';

/** The path of the functions in Lambda's API. */
export const FUNCTIONS_PATH = '/2015-03-31/functions/';

/** Returns an error in the format of Lambda's API. */
export function invokeErrorResponse(
  context: Context,
  status: 400 | 403 | 404 | 413,
  type: string,
  message: string,
): Response {
  context.header('x-amzn-errortype', type);
  return context.json({ Type: 'User', Message: message, message }, status);
}
