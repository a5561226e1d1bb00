import { isFields } from '@snacks/domain';
import { readTemplate, type PayloadTemplate } from '../eventbridge/payload-template.js';
import { StateMachineInvalidError } from './state-machine-error.js';

/** When and how often a task that failed is tried again. Times are in seconds. */
export interface Retrier {
  readonly errors: readonly string[];
  readonly interval: number;
  readonly backoffRate: number;
  readonly maxDelay: number;
  readonly maxAttempts: number;
}

/** Where an execution goes on after a task has failed. */
export interface Catcher {
  readonly errors: readonly string[];
  readonly next: string;
}

/** Invokes a function, and waits for its response or for whoever brings back the token. */
export interface TaskState {
  readonly type: 'Task';
  readonly waitsForToken: boolean;
  readonly functionName: string;
  readonly payload: PayloadTemplate;
  /** Seconds; without it, the task may take for ever. */
  readonly timeout: number | undefined;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  readonly next: string;
}

/** The good end. */
export interface SucceedState {
  readonly type: 'Succeed';
}

export type State = TaskState | SucceedState;

/** A state machine as the in-memory one runs it. */
export interface CompiledStateMachine {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

/** The error of a task that took too long. */
export const TIMEOUT = 'States.Timeout';
/** In a list of errors: any but {@link TIMEOUT}. */
export const ANY_FAILURE = 'States.TaskFailed';

const INVOKE = /^arn:aws[a-z-]*:states:::lambda:invoke(?<token>\.waitForTaskToken)?$/;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a definition in Amazon States Language, JSONPath, as far as it is known here: tasks that
 * invoke functions, with and without a token to wait for, which discard their result; `TimeoutSeconds`;
 * `Retry`; `Catch`; and `Succeed`.
 *
 * @throws {StateMachineInvalidError} for anything else, naming the place: what is not known is never
 *   passed over.
 */
export function compileStateMachine(definition: unknown): CompiledStateMachine {
  const { StartAt, States } = fieldsOf(definition, '', ['Comment', 'StartAt', 'States']);
  if (!isFields(States)) throw new StateMachineInvalidError('States', 'an object');
  const names = Object.keys(States);
  const states = Object.entries(States).map(([name, state]): [string, State] => [
    name,
    readState(state, `States.${name}`, names),
  ]);
  return { startAt: oneOf(StartAt, names, 'StartAt'), states: new Map(states) };
}

function readState(state: unknown, place: string, names: readonly string[]): State {
  const type = isFields(state) ? state.Type : undefined;
  if (type === 'Succeed') {
    fieldsOf(state, place, ['Type', 'Comment']);
    return { type };
  }
  if (type !== 'Task') throw new StateMachineInvalidError(`${place}.Type`, 'Task or Succeed');
  const task = fieldsOf(state, place, [
    'Type',
    'Comment',
    'Resource',
    'Parameters',
    'TimeoutSeconds',
    'ResultPath',
    'Retry',
    'Catch',
    'Next',
  ]);
  const resource = INVOKE.exec(String(task.Resource));
  if (resource === null) {
    throw new StateMachineInvalidError(
      `${place}.Resource`,
      'lambda:invoke, or its .waitForTaskToken',
    );
  }
  const parameters = fieldsOf(task.Parameters, `${place}.Parameters`, ['FunctionName', 'Payload']);
  const { FunctionName } = parameters;
  if (typeof FunctionName !== 'string') {
    throw new StateMachineInvalidError(`${place}.Parameters.FunctionName`, 'a text');
  }
  discarded(task.ResultPath, place);
  return {
    type,
    waitsForToken: resource.groups?.token !== undefined,
    functionName: FunctionName,
    payload: readTemplate(parameters.Payload, `${place}.Parameters.Payload`),
    timeout:
      task.TimeoutSeconds === undefined
        ? undefined
        : whole(task.TimeoutSeconds, 1, `${place}.TimeoutSeconds`),
    retriers: listOf(task.Retry, `${place}.Retry`).map(readRetrier),
    catchers: listOf(task.Catch, `${place}.Catch`).map((one) => readCatcher(one, names)),
    next: oneOf(task.Next, names, `${place}.Next`),
  };
}

interface Placed {
  readonly value: unknown;
  readonly place: string;
}

function readRetrier({ value, place }: Placed): Retrier {
  const { ErrorEquals, IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts } = fieldsOf(
    value,
    place,
    ['ErrorEquals', 'IntervalSeconds', 'BackoffRate', 'MaxDelaySeconds', 'MaxAttempts'],
  );
  if (typeof BackoffRate !== 'number' || BackoffRate < 1) {
    throw new StateMachineInvalidError(`${place}.BackoffRate`, 'a number of at least 1');
  }
  return {
    errors: readErrors(ErrorEquals, `${place}.ErrorEquals`),
    interval: whole(IntervalSeconds, 1, `${place}.IntervalSeconds`),
    backoffRate: BackoffRate,
    maxDelay: whole(MaxDelaySeconds, 1, `${place}.MaxDelaySeconds`),
    maxAttempts: whole(MaxAttempts, 0, `${place}.MaxAttempts`),
  };
}

function readCatcher({ value, place }: Placed, names: readonly string[]): Catcher {
  const { ErrorEquals, ResultPath, Next } = fieldsOf(value, place, [
    'ErrorEquals',
    'ResultPath',
    'Next',
  ]);
  discarded(ResultPath, place);
  return {
    errors: readErrors(ErrorEquals, `${place}.ErrorEquals`),
    next: oneOf(Next, names, `${place}.Next`),
  };
}

function readErrors(value: unknown, place: string): readonly string[] {
  const isKnown = (error: unknown): error is string =>
    typeof error === 'string' &&
    (!error.startsWith('States.') || error === TIMEOUT || error === ANY_FAILURE);
  if (Array.isArray(value) && value.length > 0 && value.every(isKnown)) return value;
  throw new StateMachineInvalidError(
    place,
    `a list of error names, of those of Step Functions only ${TIMEOUT} and ${ANY_FAILURE}`,
  );
}

function fieldsOf(value: unknown, place: string, allowed: readonly string[]): Fields {
  if (!isFields(value)) throw new StateMachineInvalidError(place, 'an object');
  const unknown = Object.keys(value).find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    throw new StateMachineInvalidError(
      [place, unknown].filter(Boolean).join('.'),
      `left out: known here are ${allowed.join(', ')}`,
    );
  }
  return value;
}

function listOf(value: unknown, place: string): readonly Placed[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new StateMachineInvalidError(place, 'a list');
  return value.map((one: unknown, n) => ({ value: one, place: `${place}[${n}]` }));
}

function whole(value: unknown, least: number, place: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw new StateMachineInvalidError(place, `a whole number of at least ${least}`);
}

function oneOf(value: unknown, names: readonly string[], place: string): string {
  const name = names.find((known) => known === value);
  if (name === undefined) throw new StateMachineInvalidError(place, 'the name of a state');
  return name;
}

function discarded(resultPath: unknown, place: string): void {
  if (resultPath === null) return;
  throw new StateMachineInvalidError(`${place}.ResultPath`, 'null: results are not kept');
}
