import { isFields } from '@snacks/domain';
import { isOrderKey, orderIdOf } from '@snacks/domain/ports';
import { DecideApproval, type Decision } from '@snacks/domain/use-cases';
import type { FunctionName } from '@snacks/handlers';

import type { InvocationOutcome } from '../src/lambda/local-function.js';
import { manualPlatform, place } from './manual-platform.js';

export const HOUR = 3_600_000;

/** An invocation of a function by the workflow, and its outcome. */
export interface Task {
  readonly function: FunctionName;
  readonly reminder: unknown;
  readonly outcome: unknown;
}

type Step = 'RequestApproval' | 'Remind' | 'Expire';

/** Returns the step of the workflow that invokes a function with a payload. */
function stepOf(name: FunctionName, payload: unknown): Step {
  if (name === 'approval-expirer') return 'Expire';
  return isFields(payload) && payload.reminder === true ? 'Remind' : 'RequestApproval';
}

/** Creates a platform with an order that waits for approval, and records the workflow's tasks. */
export async function aWaitingOrder(
  options: Parameters<typeof manualPlatform>[0] & {
    readonly fail?: Step;
    readonly times?: number;
  } = {},
) {
  const { fail, times = 0, ...platformOptions } = options;
  const whole = manualPlatform(platformOptions);
  const { platform, clock, waitUntilIdle } = whole;
  const tasks: Task[] = [];
  const before: Partial<Record<Step, () => Promise<void>>> = {};
  const failures = { step: fail, left: times };
  for (const name of ['approval-requester', 'approval-expirer'] as const) {
    const target = platform.function(name);
    const invoke = target.invoke.bind(target);
    target.invoke = async (payload, requestId): Promise<InvocationOutcome> => {
      const step = stepOf(name, payload);
      await before[step]?.();
      if (failures.step === step && failures.left > 0) {
        failures.left -= 1;
        return { ok: false, requestId: 'id', error: new TypeError('broken by the test') };
      }
      const outcome = await invoke(payload, requestId);
      const result = outcome.ok && isFields(outcome.result) ? outcome.result.outcome : 'failed';
      tasks.push({
        function: name,
        reminder: isFields(payload) ? payload.reminder : undefined,
        outcome: result,
      });
      return outcome;
    };
  }
  const orderId = await place(platform, { priority: 'high' });
  await waitUntilIdle();
  const decide = async (decision: Decision) =>
    new DecideApproval(platform.orders, clock).execute({
      orderId,
      decision,
      expectedVersion: 1,
      actor: { subject: 'anna', roles: ['approver'] },
      correlationId: 'decision',
    });
  const execution = () =>
    platform.approvals.executions.find(
      ({ name }) => isOrderKey(name) && orderIdOf(name) === orderId,
    );
  return {
    ...whole,
    orderId,
    tasks,
    /** Hooks that run before the function of a step. */
    before,
    decide,
    order: async () => platform.orders.find(orderId),
    status: async () => (await platform.orders.find(orderId))?.status,
    execution,
    /** The states that the workflow entered. */
    path: () =>
      execution()?.history.flatMap(({ type, state }) => (type === 'StateEntered' ? [state] : [])),
  };
}
