import { compileStateMachine } from './state-machine-definition.js';
import {
  Execution,
  type ExecutionContext,
  type ExecutionEvent,
  type ExecutionStatus,
} from './state-machine-execution.js';

/** What a state machine runs, and what it runs on. */
export interface StateMachineOptions extends Omit<ExecutionContext, 'machine'> {
  /** A definition in Amazon States Language that refers to functions by name. */
  readonly definition: unknown;
}

/** The state and history of an execution. */
export interface ExecutionSnapshot {
  readonly name: string;
  readonly status: ExecutionStatus;
  /** The current state, or the last one if the execution has ended. */
  readonly state: string;
  readonly input: unknown;
  /** Oldest first. */
  readonly history: readonly ExecutionEvent[];
}

/**
 * Behaves like a Step Functions standard state machine, with the time of given timers.
 *
 * - The name of an execution stays in use after its end. A task token is valid for one attempt.
 * - A failed execution can be redriven: it resumes at the state that failed, with new retries.
 * - Every execution is kept until the process ends.
 */
export class InMemoryStateMachine {
  private readonly context: ExecutionContext;
  private readonly started = new Map<string, Execution>();

  /** @throws {StateMachineInvalidError} if the definition is invalid or not supported. */
  constructor({ definition, ...options }: StateMachineOptions) {
    this.context = { ...options, machine: compileStateMachine(definition) };
  }

  /** All executions, in the order in which they were started. */
  get executions(): readonly ExecutionSnapshot[] {
    return Array.from(this.started.values(), snapshot);
  }

  /**
   * Starts an execution. Returns whether an execution with this name and input is running. Returns
   * `false` if the execution with this name has ended or has another input.
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

  /** The number of running executions that do not wait for a token, including those before a retry. */
  get activeCount(): number {
    let count = 0;
    for (const { status, token } of this.started.values()) {
      if (status === 'RUNNING' && token === undefined) count += 1;
    }
    return count;
  }

  execution(name: string): ExecutionSnapshot | undefined {
    const known = this.started.get(name);
    return known && snapshot(known);
  }

  /** Returns the token that the execution waits for, if it waits for one. */
  tokenOf(name: string): string | undefined {
    return this.started.get(name)?.token;
  }

  /** Resumes a failed execution. Returns `false` if there is no failed execution with this name. */
  redriveExecution(name: string): boolean {
    const known = this.started.get(name);
    if (known?.status !== 'FAILED') return false;
    known.redrive();
    return true;
  }

  /** Completes the task with this token. Returns `false` if no execution waits for the token. */
  sendTaskSuccess(token: string): boolean {
    const execution = this.started.get(token.slice(0, token.lastIndexOf('/')));
    if (execution?.token !== token) return false;
    execution.release();
    return true;
  }

  /** Stops all executions. Their status does not change any more. */
  stop(): void {
    for (const execution of this.started.values()) execution.stop();
  }
}

function snapshot({ name, status, state, inputText, history }: Execution): ExecutionSnapshot {
  return { name, status, state, input: JSON.parse(inputText), history: [...history] };
}
