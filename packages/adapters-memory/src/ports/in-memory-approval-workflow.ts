import type { ApprovalWorkflow, WorkflowInput, WorkflowState } from '@snacks/domain/ports';
import type { InMemoryStateMachine } from '../step-functions/in-memory-state-machine.js';

/** Runs approval workflows as executions of an in-memory state machine, named after their orders. */
export class InMemoryApprovalWorkflow implements ApprovalWorkflow {
  constructor(private readonly machine: InMemoryStateMachine) {}

  async start(input: WorkflowInput): Promise<WorkflowState> {
    const { order, orderId, correlationId } = input;
    if (this.machine.startExecution(order, { orderId, correlationId })) return 'runs';
    if (this.machine.redriveExecution(order)) return 'resumed';
    return this.machine.execution(order)?.status === 'RUNNING' ? 'runs' : 'ended';
  }

  async release(token: string): Promise<'released' | 'not waiting'> {
    return this.machine.sendTaskSuccess(token) ? 'released' : 'not waiting';
  }
}
