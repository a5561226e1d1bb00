/** A step of shipping failed. The message says why. */
export class ShipError extends Error {
  readonly code = 'SHIP_FAILED';
  override readonly name = 'ShipError';

  constructor(
    message: string,
    /** The commands to run, or the documents to read, next. */
    readonly next: readonly string[],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
