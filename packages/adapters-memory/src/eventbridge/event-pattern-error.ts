/** The bus refuses a pattern: it is invalid in EventBridge, or uses an operator not supported here. */
export class EventPatternInvalidError extends Error {
  readonly code = 'EVENT_PATTERN_INVALID';

  constructor(
    /** The path in the pattern: `detail.status[0]`; empty for the whole pattern. */
    readonly path: string,
    /** Continues the sentence whose subject is the path, such as "must be a list." */
    problem: string,
  ) {
    super(`The event pattern${path === '' ? '' : `'s ${path}`} ${problem}`);
  }

  override get name(): string {
    return 'EventPatternInvalidError';
  }
}
