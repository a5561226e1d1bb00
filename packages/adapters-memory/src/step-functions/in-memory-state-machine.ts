import { compileStateMachine } from './state-machine-definition.js';
import {
  Execution,
  type ExecutionContext,
  type ExecutionEvent,
  type ExecutionStatus,
} from './state-machine-execution.js';

/** What a state machine is told when it is made. */
export interface StateMachineOptions extends Omit<ExecutionContext, 'machine'> {
  /** In Amazon States Language, with functions by their names. */
  readonly definition: unknown;
}

/** An execution, as whoever looks at it sees it. */
export interface ExecutionSnapshot {
  readonly name: string;
  readonly status: ExecutionStatus;
  /** The state that it is in, or was in when it ended. */
  readonly state: string;
  readonly input: unknown;
  /** All that happened, oldest first. */
  readonly history: readonly ExecutionEvent[];
}

/**
 * A stand-in for a Step Functions standard state machine, whose time comes from timers.
 *
 * - An execution's name stays taken after its end, and a task's token is good for one attempt.
 * - A failed execution can be redriven: it goes on with the state that failed, its retries anew.
 * - Every execution is kept until the process ends.
 */
export class InMemoryStateMachine {
  private readonly context: ExecutionContext;
  private readonly started = new Map<string, Execution>();

  /** @throws {StateMachineInvalidError} where the definition has anything that is not known here. */
  constructor({ definition, ...options }: StateMachineOptions) {
    this.context = { ...options, machine: compileStateMachine(definition) };
  }

  /** All executions, in the order in which they were started. */
  get executions(): readonly ExecutionSnapshot[] {
    return Array.from(this.started.values(), snapshot);
  }

  /**
   * Starts an execution. Returns whether one of this name and input runs now: it does not where the
   * name is taken by one that has ended, or has another input.
   */
  startExecution(name: string, input: unknown): boolean {
    const text = JSON.stringify(input);
    const known = this.started.get(name);
    if (known !== undefined) return known.status === 'RUNNING' && known.inputText === text;
    const execution = new Execution(name, text, this.context);
    this.started.set(name, execution);
    execution.start();
    return true;
  }

  /**
   * How many executions go on by themselves: all that run, but those that wait for their token to
   * come back. One whose task failed and is to be tried again is among them.
   */
  get underWay(): number {
    let count = 0;
    for (const { status, token } of this.started.values()) {
      if (status === 'RUNNING' && token === undefined) count += 1;
    }
    return count;
  }

  /** The execution of this name. */
  execution(name: string): ExecutionSnapshot | undefined {
    const known = this.started.get(name);
    return known && snapshot(known);
  }

  /** The token that an execution waits for, if it does. */
  tokenOf(name: string): string | undefined {
    return this.started.get(name)?.token;
  }

  /** Has a failed execution go on where it failed. Returns whether there was one to go on. */
  redriveExecution(name: string): boolean {
    const known = this.started.get(name);
    if (known?.status !== 'FAILED') return false;
    known.redrive();
    return true;
  }

  /** Ends the wait that has this token as a success. Returns whether there was one. */
  sendTaskSuccess(token: string): boolean {
    const execution = this.started.get(token.slice(0, token.lastIndexOf('/')));
    if (execution?.token !== token) return false;
    execution.release();
    return true;
  }

  /** Stops every execution where it stands. */
  stop(): void {
    for (const execution of this.started.values()) execution.stop();
  }
}

function snapshot({ name, status, state, inputText, history }: Execution): ExecutionSnapshot {
  return { name, status, state, input: JSON.parse(inputText), history: [...history] };
}
