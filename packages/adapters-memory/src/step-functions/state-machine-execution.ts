import { toTimestamp, type IdGenerator, type Timestamp } from '@snacks/domain';
import {
  ANY_FAILURE,
  TIMEOUT,
  type CompiledStateMachine,
  type Retrier,
  type TaskState,
} from './state-machine-definition.js';
import type { Timers } from '../time/timers.js';

/** What became of an invocation; of a failed one, the error's type as Lambda names it. */
export type TaskOutcome = { readonly ok: true } | { readonly ok: false; readonly error: string };

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED';

/** Something that happened in an execution, as Step Functions' own history names it. */
export interface ExecutionEvent {
  readonly at: Timestamp;
  readonly type:
    | 'ExecutionStarted'
    | 'ExecutionRedriven'
    | 'ExecutionSucceeded'
    | 'ExecutionFailed'
    | 'StateEntered'
    | 'TaskFailed'
    | 'TaskTimedOut';
  /** The state that it happened in. */
  readonly state?: string;
  readonly error?: string;
}

/** What executions work with. */
export interface ExecutionContext {
  readonly machine: CompiledStateMachine;
  readonly timers: Timers;
  readonly ids: Pick<IdGenerator, 'randomId'>;
  /** Never rejects. */
  readonly invoke: (functionName: string, payload: unknown) => Promise<TaskOutcome>;
}

/** A task that has begun and not ended. */
interface Attempt {
  readonly state: TaskState;
  readonly token: string;
}

/** One run through a state machine. */
export class Execution {
  status: ExecutionStatus = 'RUNNING';
  readonly history: ExecutionEvent[] = [];
  private current: string;
  private attempt: Attempt | undefined;
  /** How often each retrier of the current state was used. */
  private readonly retries = new Map<Retrier, number>();
  private cancel: () => void = () => {};

  constructor(
    readonly name: string,
    /** As JSON. */
    readonly inputText: string,
    private readonly context: ExecutionContext,
  ) {
    this.current = context.machine.startAt;
  }

  /** Enters the first state. */
  start(): void {
    this.tell('ExecutionStarted');
    this.enter(this.current);
  }

  /** The state that it is in, or was in when it ended. */
  get state(): string {
    return this.current;
  }

  /** The token that it waits for, if it does. */
  get token(): string | undefined {
    return this.attempt?.state.waitsForToken === true ? this.attempt.token : undefined;
  }

  /** Ends its wait for a token as a success. */
  release(): void {
    if (this.attempt !== undefined) this.complete(this.attempt, undefined);
  }

  /** Goes on, after it failed, with the state that failed. */
  redrive(): void {
    this.status = 'RUNNING';
    this.tell('ExecutionRedriven');
    this.enter(this.current);
  }

  /** Does nothing any more, whatever comes. */
  stop(): void {
    this.attempt = undefined;
    this.cancel();
  }

  private enter(name: string): void {
    this.current = name;
    this.retries.clear();
    this.tell('StateEntered', { state: name });
    const state = this.context.machine.states.get(name);
    if (state?.type === 'Task') this.begin(state);
    else this.end('SUCCEEDED', 'ExecutionSucceeded');
  }

  private begin(state: TaskState): void {
    const { ids, invoke } = this.context;
    const attempt: Attempt = { state, token: `${this.name}/${ids.randomId()}` };
    const payload = this.payloadOf(attempt);
    if (payload === undefined) {
      this.end('FAILED', 'ExecutionFailed', 'States.ParameterPathFailure');
      return;
    }
    this.attempt = attempt;
    if (state.timeout !== undefined)
      this.wake(state.timeout, () => this.complete(attempt, TIMEOUT));
    void this.take(attempt, invoke(state.functionName, payload));
  }

  /** `undefined` where a path leads nowhere. */
  private payloadOf({ state, token }: Attempt): unknown {
    const { name, current } = this;
    const input: unknown = JSON.parse(this.inputText);
    return state.payload({
      input,
      context: {
        Execution: { Name: name, Input: input },
        State: { Name: current },
        ...(state.waitsForToken && { Task: { Token: token } }),
      },
    });
  }

  private wake(seconds: number, run: () => void): void {
    const { timers } = this.context;
    this.cancel = timers.runAt(timers.now() + seconds * 1_000, run);
  }

  private async take(attempt: Attempt, invocation: Promise<TaskOutcome>): Promise<void> {
    const outcome = await invocation;
    if (!outcome.ok) this.complete(attempt, outcome.error);
    else if (!attempt.state.waitsForToken) this.complete(attempt, undefined);
  }

  /** Ends an attempt, unless it has ended before: whatever comes later of it counts no more. */
  private complete(attempt: Attempt, error: string | undefined): void {
    if (this.attempt !== attempt) return;
    this.attempt = undefined;
    this.cancel();
    if (error === undefined) this.enter(attempt.state.next);
    else this.fail(attempt.state, error);
  }

  private fail(state: TaskState, error: string): void {
    const type = error === TIMEOUT ? 'TaskTimedOut' : 'TaskFailed';
    this.tell(type, { state: this.current, error });
    const delay = this.delayBeforeRetry(state, error);
    if (delay !== undefined) {
      this.wake(delay, () => this.begin(state));
      return;
    }
    const catcher = state.catchers.find(({ errors }) => matches(errors, error));
    if (catcher !== undefined) this.enter(catcher.next);
    else this.end('FAILED', 'ExecutionFailed', error);
  }

  /** Seconds until the task is tried again; `undefined` where it is not. */
  private delayBeforeRetry({ retriers }: TaskState, error: string): number | undefined {
    const retrier = retriers.find(({ errors }) => matches(errors, error));
    if (retrier === undefined) return undefined;
    const used = this.retries.get(retrier) ?? 0;
    if (used >= retrier.maxAttempts) return undefined;
    this.retries.set(retrier, used + 1);
    return Math.min(retrier.maxDelay, retrier.interval * retrier.backoffRate ** used);
  }

  private end(status: ExecutionStatus, type: ExecutionEvent['type'], error?: string): void {
    this.status = status;
    this.tell(type, error === undefined ? {} : { error });
  }

  private tell(
    type: ExecutionEvent['type'],
    about: Pick<ExecutionEvent, 'state' | 'error'> = {},
  ): void {
    this.history.push({ at: toTimestamp(this.context.timers.now()), type, ...about });
  }
}

function matches(errors: readonly string[], error: string): boolean {
  return errors.includes(error) || (error !== TIMEOUT && errors.includes(ANY_FAILURE));
}
