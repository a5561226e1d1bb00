import type { Context } from 'hono';

/** Under which Lambda's functions are invoked. */
export const FUNCTIONS_PATH = '/2015-03-31/functions/';

/** Refuses an invocation as Lambda does. */
export function invokeRefusal(
  context: Context,
  status: 400 | 403 | 404 | 413,
  type: string,
  message: string,
): Response {
  context.header('x-amzn-errortype', type);
  return context.json({ Type: 'User', Message: message, message }, status);
}
