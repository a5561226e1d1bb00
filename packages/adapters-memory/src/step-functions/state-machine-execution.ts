import { toTimestamp, type Timestamp } from '@snacks/domain';
import type { IdGenerator } from '@snacks/domain/ports';
import {
  ANY_FAILURE,
  TIMEOUT,
  type CompiledStateMachine,
  type Retrier,
  type TaskState,
} from './state-machine-definition.js';
import type { Timers } from '../time/timers.js';

/** The outcome of an invocation. `error` is the error type that Lambda reports. */
export type TaskOutcome = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** The state of an execution; the last two are final, unless it is redriven. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED';

/** An event in the history of an execution, named as in Step Functions. */
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
  /** The state in which it happened. */
  readonly state?: string;
  readonly error?: string;
}

/** The dependencies of executions. */
export interface ExecutionContext {
  readonly machine: CompiledStateMachine;
  readonly timers: Timers;
  readonly ids: Pick<IdGenerator, 'randomId'>;
  /** Never rejects. */
  readonly invoke: (functionName: string, payload: unknown) => Promise<TaskOutcome>;
}

/** A task that has started and not ended. */
interface Attempt {
  readonly state: TaskState;
  readonly token: string;
}

/** One execution of a state machine. */
export class Execution {
  status: ExecutionStatus = 'RUNNING';
  readonly history: ExecutionEvent[] = [];
  private current: string;
  private attempt: Attempt | undefined;
  /** The number of uses of each retrier of the current state. */
  private readonly retries = new Map<Retrier, number>();
  private cancelTimer: () => void = () => {};

  constructor(
    readonly name: string,
    /** The input as JSON. */
    readonly inputText: string,
    private readonly context: ExecutionContext,
  ) {
    this.current = context.machine.startAt;
  }

  /** Enters the first state. */
  start(): void {
    this.record('ExecutionStarted');
    this.enter(this.current);
  }

  /** The current state, or the last one if the execution has ended. */
  get state(): string {
    return this.current;
  }

  /** The token that the execution waits for, if it waits for one. */
  get token(): string | undefined {
    return this.attempt?.state.waitsForToken === true ? this.attempt.token : undefined;
  }

  /** Completes the current task successfully. */
  release(): void {
    if (this.attempt !== undefined) this.complete(this.attempt, undefined);
  }

  /** Resumes a failed execution at the state that failed. */
  redrive(): void {
    this.status = 'RUNNING';
    this.record('ExecutionRedriven');
    this.enter(this.current);
  }

  /** Stops the execution. Later outcomes have no effect. */
  stop(): void {
    this.attempt = undefined;
    this.cancelTimer();
  }

  private enter(name: string): void {
    this.current = name;
    this.retries.clear();
    this.record('StateEntered', { state: name });
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
      this.startTimer(state.timeout, () => this.complete(attempt, TIMEOUT));
    void this.awaitOutcome(attempt, invoke(state.functionName, payload));
  }

  /** Returns `undefined` if a path in the template leads to no value. */
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

  private startTimer(seconds: number, run: () => void): void {
    const { timers } = this.context;
    this.cancelTimer = timers.runAt(timers.now() + seconds * 1_000, run);
  }

  private async awaitOutcome(attempt: Attempt, invocation: Promise<TaskOutcome>): Promise<void> {
    const outcome = await invocation;
    if (!outcome.ok) this.complete(attempt, outcome.error);
    else if (!attempt.state.waitsForToken) this.complete(attempt, undefined);
  }

  /** Ends an attempt. Does nothing if the attempt has ended before. */
  private complete(attempt: Attempt, error: string | undefined): void {
    if (this.attempt !== attempt) return;
    this.attempt = undefined;
    this.cancelTimer();
    if (error === undefined) this.enter(attempt.state.next);
    else this.fail(attempt.state, error);
  }

  private fail(state: TaskState, error: string): void {
    const type = error === TIMEOUT ? 'TaskTimedOut' : 'TaskFailed';
    this.record(type, { state: this.current, error });
    const delay = this.delayBeforeRetry(state, error);
    if (delay !== undefined) {
      this.startTimer(delay, () => this.begin(state));
      return;
    }
    const catcher = state.catchers.find(({ errors }) => matches(errors, error));
    if (catcher !== undefined) this.enter(catcher.next);
    else this.end('FAILED', 'ExecutionFailed', error);
  }

  /** Returns the seconds until the next retry; `undefined` if the task is not retried. */
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
    this.record(type, error === undefined ? {} : { error });
  }

  private record(
    type: ExecutionEvent['type'],
    about: Pick<ExecutionEvent, 'state' | 'error'> = {},
  ): void {
    this.history.push({ at: toTimestamp(this.context.timers.now()), type, ...about });
  }
}

function matches(errors: readonly string[], error: string): boolean {
  return errors.includes(error) || (error !== TIMEOUT && errors.includes(ANY_FAILURE));
}
