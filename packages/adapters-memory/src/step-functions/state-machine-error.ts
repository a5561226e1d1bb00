/** A definition that this machine would not run as Step Functions runs it. */
export class StateMachineInvalidError extends Error {
  readonly code = 'STATE_MACHINE_INVALID';

  constructor(
    /** Where in the definition: `States.Wait.Retry[0]`; empty for the definition as a whole. */
    readonly path: string,
    /** What is known there: continues "must be". */
    allowed: string,
  ) {
    super(`The state machine${path === '' ? '' : `'s ${path}`} must be ${allowed}.`);
  }

  override get name(): string {
    return 'StateMachineInvalidError';
  }
}
