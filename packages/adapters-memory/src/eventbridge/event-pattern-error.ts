/** A pattern that EventBridge would refuse: events would silently go nowhere, or everywhere. */
export class EventPatternInvalidError extends Error {
  readonly code = 'EVENT_PATTERN_INVALID';

  constructor(
    /** Where in the pattern: `detail.status[0]`; empty for the pattern as a whole. */
    readonly path: string,
    /** What is allowed there: continues "must be". */
    allowed: string,
  ) {
    super(`The event pattern${path === '' ? '' : `'s ${path}`} must be ${allowed}.`);
  }

  override get name(): string {
    return 'EventPatternInvalidError';
  }
}
