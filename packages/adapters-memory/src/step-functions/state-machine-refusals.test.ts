import { describe, expect, it } from '@jest/globals';
import { aDefinition, aTask, aWait } from '../../test/state-machines.js';
import { compileStateMachine } from './state-machine-definition.js';

const RETRY = {
  ErrorEquals: ['E'],
  IntervalSeconds: 1,
  BackoffRate: 1,
  MaxDelaySeconds: 1,
  MaxAttempts: 1,
};
const CATCH = { ErrorEquals: ['E'], ResultPath: null, Next: 'Done' };

const withTask = (changes: object) => aDefinition({ Work: aTask(changes) });
const withRetry = (changes: object) => withTask({ Retry: [{ ...RETRY, ...changes }] });
const withCatch = (changes: object) => withTask({ Catch: [{ ...CATCH, ...changes }] });
const withPayload = (Payload: unknown) =>
  withTask({ Parameters: { FunctionName: 'work', Payload } });

describe('a state machine with an unsupported or invalid part is refused with the path:', () => {
  it.each<[string, unknown]>([
    ['', 'text'],
    ['TimeoutSeconds', { ...withTask({}), TimeoutSeconds: 5 }],
    ['QueryLanguage', { ...withTask({}), QueryLanguage: 'JSONata' }],
    ['StartAt', { ...withTask({}), StartAt: 'Nowhere' }],
    ['States', { StartAt: 'Work', States: [] }],
    ['States.Work.Type', aDefinition({ Work: { Type: 'Choice' } })],
    ['States.Work.Type', aDefinition({ Work: 'Task' })],
    ['States.End.Output', aDefinition({ End: { Type: 'Succeed', Output: {} } })],
    ['States.Work.HeartbeatSeconds', withTask({ HeartbeatSeconds: 5 })],
    ['States.Work.ResultSelector', withTask({ ResultSelector: {} })],
    ['States.Work.End', withTask({ End: true })],
    ['States.Work.Resource', withTask({ Resource: 'arn:aws:states:::sqs:sendMessage' })],
    ['States.Work.Resource', withTask({ Resource: 'arn:aws:lambda:eu-central-1:1:function:f' })],
    ['States.Work.Parameters', withTask({ Parameters: undefined })],
    ['States.Work.Parameters.FunctionName', withTask({ Parameters: { Payload: {} } })],
    [
      'States.Work.Parameters.InvocationType',
      withTask({ Parameters: { FunctionName: 'f', InvocationType: 'Event' } }),
    ],
    ['States.Work.Parameters.Payload.id.$', withPayload({ 'id.$': '$.items[0]' })],
    ['States.Work.Parameters.Payload.id.$', withPayload({ 'id.$': 'States.UUID()' })],
    ['States.Work.Parameters.Payload.a[1].id.$', withPayload({ a: [0, { 'id.$': 7 }] })],
    ['States.Work.TimeoutSeconds', withTask({ TimeoutSeconds: 0 })],
    ['States.Work.TimeoutSeconds', withTask({ TimeoutSeconds: '60' })],
    ['States.Work.ResultPath', withTask({ ResultPath: '$.result' })],
    ['States.Work.ResultPath', withTask({ ResultPath: undefined })],
    ['States.Work.Next', withTask({ Next: 'Nowhere' })],
    ['States.Work.Retry', withTask({ Retry: {} })],
    ['States.Work.Retry[0]', withTask({ Retry: ['always'] })],
    ['States.Work.Retry[0].JitterStrategy', withRetry({ JitterStrategy: 'FULL' })],
    ['States.Work.Retry[0].ErrorEquals', withRetry({ ErrorEquals: [] })],
    ['States.Work.Retry[0].ErrorEquals', withRetry({ ErrorEquals: ['States.ALL'] })],
    ['States.Work.Retry[0].ErrorEquals', withRetry({ ErrorEquals: 'E' })],
    ['States.Work.Retry[0].IntervalSeconds', withRetry({ IntervalSeconds: 0 })],
    ['States.Work.Retry[0].BackoffRate', withRetry({ BackoffRate: 0.5 })],
    ['States.Work.Retry[0].MaxDelaySeconds', withRetry({ MaxDelaySeconds: undefined })],
    ['States.Work.Retry[0].MaxAttempts', withRetry({ MaxAttempts: 1.5 })],
    ['States.Work.Catch[0].ResultPath', withCatch({ ResultPath: '$.error' })],
    ['States.Work.Catch[0].Next', withCatch({ Next: 'Nowhere' })],
  ])('at %p', (path, definition) => {
    let refusal: unknown;
    try {
      compileStateMachine(definition);
    } catch (error) {
      refusal = error;
    }

    expect(refusal).toMatchObject({
      name: 'StateMachineInvalidError',
      code: 'STATE_MACHINE_INVALID',
      path,
      message: expect.stringContaining(path),
    });
  });

  it('but accepted if every part is supported', () => {
    const definition = aDefinition({
      Work: aTask({ Comment: 'works', TimeoutSeconds: 5, Retry: [RETRY], Catch: [CATCH] }),
      Wait: aWait({ Resource: 'arn:aws-us-gov:states:::lambda:invoke.waitForTaskToken' }),
    });

    expect(compileStateMachine(definition).states.size).toBe(3);
  });
});
