import { setImmediate as turn } from 'node:timers/promises';
import { describe, it } from '@jest/globals';
import { approvalTasksContract, approvalWorkflowContract } from '@snacks/domain/testing';
import { aDefinition, aStateMachine, aWait } from '../../test/state-machines.js';
import { InMemoryApprovalTasks } from './in-memory-approval-tasks.js';
import { InMemoryApprovalWorkflow } from './in-memory-approval-workflow.js';

approvalTasksContract({ describe, it }, async () => new InMemoryApprovalTasks());

approvalWorkflowContract({ describe, it }, async () => {
  const { machine, clock } = aStateMachine(aDefinition({ Wait: aWait() }), {});
  return {
    workflow: new InMemoryApprovalWorkflow(machine),
    tokenOf: async (order) => {
      await turn();
      return machine.tokenOf(order) ?? '';
    },
    breakOff: async () => clock.advanceBy(60_000),
    waitsOf: async (order) =>
      machine
        .execution(order)
        ?.history.filter(({ type, state }) => type === 'StateEntered' && state === 'Wait').length ??
      0,
  };
});
