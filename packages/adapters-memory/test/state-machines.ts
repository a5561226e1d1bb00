import {
  InMemoryStateMachine,
  ManualClock,
  SeededIdGenerator,
  type TaskOutcome,
} from '../src/index.js';

/** 2026-01-01. */
const START = Date.UTC(2026, 0, 1);

type Function = (payload: unknown) => Promise<TaskOutcome> | TaskOutcome;

/** A state machine on a manual clock that invokes the given functions. */
export function aStateMachine(definition: unknown, functions: Readonly<Record<string, Function>>) {
  const clock = new ManualClock(START);
  const invocations: { readonly name: string; readonly payload: unknown; readonly at: number }[] =
    [];
  const machine = new InMemoryStateMachine({
    definition,
    timers: clock,
    ids: new SeededIdGenerator(1),
    invoke: async (name, payload) => {
      invocations.push({ name, payload, at: (clock.now() - START) / 1_000 });
      return functions[name]?.(payload) ?? { ok: true };
    },
  });
  return { machine, clock, invocations };
}

/** A task with all required fields. */
export function aTask(changes: object = {}) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: 'work', Payload: { 'orderId.$': '$.orderId' } },
    ResultPath: null,
    Next: 'Done',
    ...changes,
  };
}

/** A state machine of these states and the final state `Done`. */
export function aDefinition(states: Readonly<Record<string, unknown>>) {
  return { StartAt: Object.keys(states)[0], States: { ...states, Done: { Type: 'Succeed' } } };
}

/** A task that waits for a token for at most a minute. */
export function aWait(changes: object = {}) {
  return aTask({
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: 'ask', Payload: { 'token.$': '$$.Task.Token' } },
    TimeoutSeconds: 60,
    ...changes,
  });
}
