/** What can be wrong with a request before the domain sees it. */
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

/** A request that cannot be read. Its message is for the client, and quotes nothing of the request. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly code: RequestErrorCode,
    message: string,
  ) {
    super(message);
  }
}
