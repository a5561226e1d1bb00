/** A function was invoked with an event of a shape that it does not handle. */
export class UnsupportedEventError extends Error {
  readonly code = 'UNSUPPORTED_EVENT';
  override readonly name = 'UnsupportedEventError';
}
