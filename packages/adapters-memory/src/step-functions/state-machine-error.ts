/** A definition is invalid, or uses a feature of Step Functions that is not supported here. */
export class StateMachineInvalidError extends Error {
  readonly code = 'STATE_MACHINE_INVALID';

  constructor(
    /** The path in the definition: `States.Wait.Retry[0]`; empty for the whole definition. */
    readonly path: string,
    /** What is supported at this path. Continues "must be". */
    allowed: string,
  ) {
    super(`The state machine${path === '' ? '' : `'s ${path}`} must be ${allowed}.`);
  }

  override get name(): string {
    return 'StateMachineInvalidError';
  }
}
