import { InMemoryStateMachine, type TaskOutcome, type Timers } from '@snacks/adapters-memory';
import type { IdGenerator } from '@snacks/domain/ports';
import { topology } from '@snacks/handlers';

import { describeFunctionError } from '../lambda/function-error.js';
import type { ReportFault } from './report-fault.js';
import type { LocalFunction } from '../lambda/local-function.js';

export interface ApprovalMachineOptions {
  readonly timers: Timers;
  readonly ids: IdGenerator;
  readonly deadlineHours: number;
  readonly functionOf: (name: string) => LocalFunction;
  readonly report: ReportFault;
}

/** Creates the topology's approval workflow: a state machine in memory that invokes local functions. */
export function createApprovalMachine({
  timers,
  ids,
  deadlineHours,
  functionOf,
  report,
}: ApprovalMachineOptions): InMemoryStateMachine {
  const invoke = async (name: string, payload: unknown): Promise<TaskOutcome> => {
    try {
      const outcome = await functionOf(name).invoke(payload);
      return outcome.ok
        ? outcome
        : { ok: false, error: describeFunctionError(outcome.error).errorType };
    } catch (error) {
      report(`The approval workflow could not invoke ${name}.`, error);
      return { ok: false, error: 'Lambda.Unknown' };
    }
  };
  const definition = topology.approvalWorkflow.definition({
    deadlineHours,
    functionName: (name) => name,
  });
  return new InMemoryStateMachine({ definition, timers, ids, invoke });
}
