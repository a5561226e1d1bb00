import type { ApiResponse } from '@snacks/handlers';

/** Converts an API response to a web `Response`. */
export function toResponse({ statusCode, headers, body }: ApiResponse): Response {
  return new Response(body === '' ? null : body, { status: statusCode, headers });
}
