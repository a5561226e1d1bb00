import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { aDefinition, aStateMachine, aTask, aWait } from '../../test/state-machines.js';

const RETRY = {
  ErrorEquals: ['States.TaskFailed'],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 5,
  MaxAttempts: 3,
};
const broken = () => ({ ok: false, error: 'TypeError' }) as const;
const types = (machine: ReturnType<typeof aStateMachine>['machine'], name = 'one') =>
  machine.execution(name)?.history.map(({ type, state }) => (state ? `${type} ${state}` : type));

describe('a task', () => {
  it('invokes its function with the payload that the template makes of input and context', async () => {
    const Payload = {
      'orderId.$': '$.orderId',
      'all.$': '$',
      nested: { 'name.$': '$$.Execution.Name', list: [1, { 'state.$': '$$.State.Name' }] },
      reminder: true,
    };
    const task = aTask({ Parameters: { FunctionName: 'work', Payload } });
    const { machine, invocations } = aStateMachine(aDefinition({ Work: task }), {});

    machine.startExecution('one', { orderId: 'o' });
    await turn();

    expect(invocations.map(({ name, payload }) => [name, payload])).toEqual([
      [
        'work',
        {
          orderId: 'o',
          all: { orderId: 'o' },
          nested: { name: 'one', list: [1, { state: 'Work' }] },
          reminder: true,
        },
      ],
    ]);
    expect(machine.execution('one')).toMatchObject({ status: 'SUCCEEDED', state: 'Done' });
  });

  it('fails the execution if a path leads to no value', async () => {
    const { machine, invocations } = aStateMachine(aDefinition({ Work: aTask() }), {});

    machine.startExecution('one', { other: 'o' });
    await turn();

    expect(invocations).toEqual([]);
    expect(machine.execution('one')?.history.at(-1)).toMatchObject({
      type: 'ExecutionFailed',
      error: 'States.ParameterPathFailure',
    });
  });

  it('is retried after growing delays up to a maximum, then fails the execution', async () => {
    const definition = aDefinition({ Work: aTask({ Retry: [RETRY] }) });
    const { machine, clock, invocations } = aStateMachine(definition, { work: broken });

    machine.startExecution('one', { orderId: 'o' });
    for (let second = 0; second < 20; second += 1) {
      await turn();
      clock.advanceBy(1_000);
    }

    expect(invocations.map(({ at }) => at)).toEqual([0, 2, 6, 11]);
    expect(machine.execution('one')).toMatchObject({ status: 'FAILED', state: 'Work' });
    expect(machine.execution('one')?.history.at(-1)).toMatchObject({ error: 'TypeError' });
  });

  it.each([
    ['its own name', ['TypeError'], 'Done'],
    ['any failure', ['States.TaskFailed'], 'Done'],
    ['another name', ['RangeError'], 'Work'],
    ['a timeout', ['States.Timeout'], 'Work'],
  ])('that fails is caught by %s', async (_what, ErrorEquals, state) => {
    const Catch = [{ ErrorEquals, ResultPath: null, Next: 'Done' }];
    const { machine } = aStateMachine(aDefinition({ Work: aTask({ Catch }) }), { work: broken });

    machine.startExecution('one', { orderId: 'o' });
    await turn();

    expect(machine.execution('one')?.state).toBe(state);
  });
});

describe('a task that waits for a token', () => {
  it('is active before a retry, but not while it waits', async () => {
    const ask = aWait({ Retry: [RETRY] });
    let invocations = 0;
    const { machine, clock } = aStateMachine(aDefinition({ Wait: ask }), {
      ask: () => {
        invocations += 1;
        return invocations === 1 ? broken() : { ok: true };
      },
    });

    machine.startExecution('one', {});
    await turn();
    const beforeRetry = machine.activeCount;
    clock.advanceBy(2_000);
    await turn();
    const waiting = machine.activeCount;
    machine.sendTaskSuccess(machine.tokenOf('one') ?? '');

    expect([beforeRetry, waiting, machine.activeCount]).toEqual([1, 0, 0]);
    expect(machine.execution('one')?.status).toBe('SUCCEEDED');
  });

  it('completes when its token is sent, once', async () => {
    const { machine } = aStateMachine(aDefinition({ Wait: aWait() }), {});
    machine.startExecution('one', {});
    await turn();
    const token = machine.tokenOf('one') ?? '';

    expect(machine.execution('one')?.status).toBe('RUNNING');
    expect([machine.sendTaskSuccess(token), machine.sendTaskSuccess(token)]).toEqual([true, false]);

    expect(types(machine)).toEqual([
      'ExecutionStarted',
      'StateEntered Wait',
      'StateEntered Done',
      'ExecutionSucceeded',
    ]);
  });

  it('completes when its token is sent before its function has returned', async () => {
    const { machine } = aStateMachine(aDefinition({ Wait: aWait() }), {
      ask: () => {
        machine.sendTaskSuccess(machine.tokenOf('one') ?? '');
        return broken();
      },
    });

    machine.startExecution('one', {});
    await turn();

    expect(machine.execution('one')?.status).toBe('SUCCEEDED');
  });

  it('times out, and its token is no longer valid', async () => {
    const Catch = [{ ErrorEquals: ['States.Timeout'], ResultPath: null, Next: 'Again' }];
    const definition = aDefinition({ Wait: aWait({ Catch, Retry: [RETRY] }), Again: aWait() });
    const { machine, clock, invocations } = aStateMachine(definition, {});
    machine.startExecution('one', {});
    await turn();
    const token = machine.tokenOf('one') ?? '';

    clock.advanceBy(59_999);
    expect(machine.execution('one')?.state).toBe('Wait');
    clock.advanceBy(1);

    expect(machine.execution('one')?.state).toBe('Again');
    expect(machine.sendTaskSuccess(token)).toBe(false);
    expect(machine.tokenOf('one')).not.toBe(token);
    expect(invocations).toHaveLength(2);
  });

  it('has a new timeout in each attempt', async () => {
    let fails = true;
    const definition = aDefinition({ Wait: aWait({ Retry: [RETRY] }) });
    const ask = () => (fails ? broken() : { ok: true as const });
    const { machine, clock } = aStateMachine(definition, { ask });
    machine.startExecution('one', {});
    await turn();
    fails = false;
    clock.advanceBy(2_000);
    await turn();

    clock.advanceBy(59_999);
    expect(machine.execution('one')?.status).toBe('RUNNING');
    clock.advanceBy(1);
    expect(machine.execution('one')).toMatchObject({ status: 'FAILED' });
  });
});

describe('an execution', () => {
  it('has a unique name, even after its end', async () => {
    const { machine, invocations } = aStateMachine(aDefinition({ Wait: aWait() }), {});

    expect(machine.startExecution('one', { a: 1 })).toBe(true);
    expect(machine.startExecution('one', { a: 1 })).toBe(true);
    expect(machine.startExecution('one', { a: 2 })).toBe(false);
    machine.sendTaskSuccess(machine.tokenOf('one') ?? '');
    expect(machine.startExecution('one', { a: 1 })).toBe(false);

    expect(invocations).toHaveLength(1);
    expect(machine.executions.map(({ name }) => name)).toEqual(['one']);
  });

  it('that failed is redriven from the state that failed, with new retries', async () => {
    const definition = aDefinition({
      First: aTask({ Next: 'Work' }),
      Work: aTask({
        Parameters: { FunctionName: 'fail', Payload: {} },
        Retry: [{ ...RETRY, MaxAttempts: 1 }],
      }),
    });
    const { machine, clock, invocations } = aStateMachine(definition, { fail: broken });
    const waitForRetry = async () => {
      await turn();
      clock.advanceBy(2_000);
      await turn();
    };
    machine.startExecution('one', { orderId: 'o' });
    await waitForRetry();

    expect(machine.redriveExecution('one')).toBe(true);
    expect(machine.redriveExecution('one')).toBe(false);
    await waitForRetry();

    expect(invocations.map(({ name }) => name)).toEqual(['work', 'fail', 'fail', 'fail', 'fail']);
    expect(machine.execution('one')?.status).toBe('FAILED');
    expect(machine.redriveExecution('another')).toBe(false);
  });

  it('does nothing after the machine is stopped', async () => {
    const { machine, clock } = aStateMachine(aDefinition({ Wait: aWait() }), {});
    machine.startExecution('one', {});
    await turn();

    machine.stop();

    expect(clock.nextAt()).toBeUndefined();
    expect(machine.execution('one')?.status).toBe('RUNNING');
  });
});
