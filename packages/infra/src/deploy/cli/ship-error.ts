/** Shipping cannot go on: the message says why. */
export class ShipError extends Error {
  readonly code = 'SHIP_FAILED';
  override readonly name = 'ShipError';

  constructor(
    message: string,
    /** What to type, or to read, next. */
    readonly next: readonly string[],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
