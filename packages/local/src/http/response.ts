import type { ApiResponse } from '@snacks/handlers';

/** An API response as the web's `Response`. */
export function toResponse({ statusCode, headers, body }: ApiResponse): Response {
  return new Response(body === '' ? null : body, { status: statusCode, headers });
}
