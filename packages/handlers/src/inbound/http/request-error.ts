/** The code of an error that is found before the domain gets the request. */
export type RequestErrorCode =
  | 'UNAUTHENTICATED'
  | 'CROSS_ORIGIN_REFUSED'
  | 'TOO_MANY_REQUESTS'
  | 'MALFORMED_JSON'
  | 'JSON_TOO_DEEP'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'CURSOR_INVALID'
  | 'ROUTE_NOT_FOUND';

/**
 * A request that is refused before the domain gets it. Its message is for the client, and never quotes
 * the request.
 */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly code: RequestErrorCode,
    message: string,
  ) {
    super(message);
  }
}
