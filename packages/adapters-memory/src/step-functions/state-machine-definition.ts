import { isFields } from '@snacks/domain';
import { readTemplate, type PayloadTemplate } from './payload-template.js';
import { StateMachineInvalidError } from './state-machine-error.js';

/** When and how often a failed task is retried. Times are in seconds. */
export interface Retrier {
  readonly errors: readonly string[];
  readonly interval: number;
  readonly backoffRate: number;
  readonly maxDelay: number;
  readonly maxAttempts: number;
}

/** The next state after a task has failed. */
export interface Catcher {
  readonly errors: readonly string[];
  readonly next: string;
}

/** Invokes a function, and waits for its response or for its token. */
export interface TaskState {
  readonly type: 'Task';
  readonly waitsForToken: boolean;
  readonly functionName: string;
  readonly payload: PayloadTemplate;
  /** Seconds. @default no limit */
  readonly timeout: number | undefined;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  readonly next: string;
}

/** Ends the execution successfully. */
export interface SucceedState {
  readonly type: 'Succeed';
}

export type State = TaskState | SucceedState;

/** The compiled form of a definition. */
export interface CompiledStateMachine {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

/** The error of a task that exceeds its timeout. */
export const TIMEOUT = 'States.Timeout';
/** Matches every error except {@link TIMEOUT}. */
export const ANY_FAILURE = 'States.TaskFailed';

const INVOKE = /^arn:aws[a-z-]*:states:::lambda:invoke(?<token>\.waitForTaskToken)?$/;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Compiles a definition in Amazon States Language with JSONPath. Supports tasks that invoke a function,
 * with or without a task token, and discard its result; `TimeoutSeconds`; `Retry`; `Catch`; and
 * `Succeed`.
 *
 * @throws {StateMachineInvalidError} for anything else, naming the path.
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

function readState(state: unknown, path: string, names: readonly string[]): State {
  const type = isFields(state) ? state.Type : undefined;
  if (type === 'Succeed') {
    fieldsOf(state, path, ['Type', 'Comment']);
    return { type };
  }
  if (type !== 'Task') throw new StateMachineInvalidError(`${path}.Type`, 'Task or Succeed');
  const task = fieldsOf(state, path, [
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
      `${path}.Resource`,
      'lambda:invoke, or its .waitForTaskToken',
    );
  }
  const parameters = fieldsOf(task.Parameters, `${path}.Parameters`, ['FunctionName', 'Payload']);
  const { FunctionName } = parameters;
  if (typeof FunctionName !== 'string') {
    throw new StateMachineInvalidError(`${path}.Parameters.FunctionName`, 'a string');
  }
  assertDiscarded(task.ResultPath, path);
  return {
    type,
    waitsForToken: resource.groups?.token !== undefined,
    functionName: FunctionName,
    payload: readTemplate(parameters.Payload, `${path}.Parameters.Payload`),
    timeout:
      task.TimeoutSeconds === undefined
        ? undefined
        : readInteger(task.TimeoutSeconds, 1, `${path}.TimeoutSeconds`),
    retriers: listOf(task.Retry, `${path}.Retry`).map(readRetrier),
    catchers: listOf(task.Catch, `${path}.Catch`).map((entry) => readCatcher(entry, names)),
    next: oneOf(task.Next, names, `${path}.Next`),
  };
}

interface ListEntry {
  readonly value: unknown;
  readonly path: string;
}

function readRetrier({ value, path }: ListEntry): Retrier {
  const { ErrorEquals, IntervalSeconds, BackoffRate, MaxDelaySeconds, MaxAttempts } = fieldsOf(
    value,
    path,
    ['ErrorEquals', 'IntervalSeconds', 'BackoffRate', 'MaxDelaySeconds', 'MaxAttempts'],
  );
  if (typeof BackoffRate !== 'number' || BackoffRate < 1) {
    throw new StateMachineInvalidError(`${path}.BackoffRate`, 'a number of at least 1');
  }
  return {
    errors: readErrors(ErrorEquals, `${path}.ErrorEquals`),
    interval: readInteger(IntervalSeconds, 1, `${path}.IntervalSeconds`),
    backoffRate: BackoffRate,
    maxDelay: readInteger(MaxDelaySeconds, 1, `${path}.MaxDelaySeconds`),
    maxAttempts: readInteger(MaxAttempts, 0, `${path}.MaxAttempts`),
  };
}

function readCatcher({ value, path }: ListEntry, names: readonly string[]): Catcher {
  const { ErrorEquals, ResultPath, Next } = fieldsOf(value, path, [
    'ErrorEquals',
    'ResultPath',
    'Next',
  ]);
  assertDiscarded(ResultPath, path);
  return {
    errors: readErrors(ErrorEquals, `${path}.ErrorEquals`),
    next: oneOf(Next, names, `${path}.Next`),
  };
}

function readErrors(value: unknown, path: string): readonly string[] {
  const isSupported = (error: unknown): error is string =>
    typeof error === 'string' &&
    (!error.startsWith('States.') || error === TIMEOUT || error === ANY_FAILURE);
  if (Array.isArray(value) && value.length > 0 && value.every(isSupported)) return value;
  throw new StateMachineInvalidError(
    path,
    `a list of error names. Of those of Step Functions, only ${TIMEOUT} and ${ANY_FAILURE} are supported`,
  );
}

function fieldsOf(value: unknown, path: string, allowed: readonly string[]): Fields {
  if (!isFields(value)) throw new StateMachineInvalidError(path, 'an object');
  const unknown = Object.keys(value).find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    throw new StateMachineInvalidError(
      [path, unknown].filter(Boolean).join('.'),
      `left out. Supported are ${allowed.join(', ')}`,
    );
  }
  return value;
}

function listOf(value: unknown, path: string): readonly ListEntry[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new StateMachineInvalidError(path, 'a list');
  return value.map((entry: unknown, n) => ({ value: entry, path: `${path}[${n}]` }));
}

function readInteger(value: unknown, min: number, path: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min) return value;
  throw new StateMachineInvalidError(path, `a whole number of at least ${min}`);
}

function oneOf(value: unknown, names: readonly string[], path: string): string {
  const name = names.find((candidate) => candidate === value);
  if (name === undefined) throw new StateMachineInvalidError(path, 'the name of a state');
  return name;
}

function assertDiscarded(resultPath: unknown, path: string): void {
  if (resultPath === null) return;
  throw new StateMachineInvalidError(`${path}.ResultPath`, 'null, because results are not kept');
}
