import type { OrderId } from '../src/order/order.js';
import type { OrderKey } from '../src/order/order-key.js';
import type { ApprovalTasks } from '../src/ports/approval-tasks.js';
import type {
  ApprovalWorkflow,
  WorkflowInput,
  WorkflowState,
} from '../src/ports/approval-workflow.js';
import type { ApprovalRequest, Approvers } from '../src/ports/approvers.js';

/** Approval tasks for the domain's own tests. */
export class FakeTasks implements ApprovalTasks {
  private readonly tokens = new Map<OrderId, Set<string>>();

  async add(orderId: OrderId, token: string): Promise<void> {
    this.tokens.set(orderId, new Set(this.tokens.get(orderId)).add(token));
  }

  async tokensOf(orderId: OrderId): Promise<readonly string[]> {
    return [...(this.tokens.get(orderId) ?? [])];
  }
}

interface Run {
  state: 'waits' | 'failed' | 'ended';
  waits: number;
}

/** A workflow of one wait, for the domain's own tests. Its token is the key of the order and a number. */
export class FakeWorkflow implements ApprovalWorkflow {
  private readonly runs = new Map<OrderKey, Run>();

  async start({ order }: WorkflowInput): Promise<WorkflowState> {
    const run = this.runs.get(order);
    if (run === undefined) {
      this.runs.set(order, { state: 'waits', waits: 1 });
      return 'runs';
    }
    if (run.state === 'ended') return 'ended';
    if (run.state === 'waits') return 'runs';
    this.runs.set(order, { state: 'waits', waits: run.waits + 1 });
    return 'resumed';
  }

  async release(token: string): Promise<'released' | 'not waiting'> {
    for (const [order, run] of this.runs) {
      if (run.state === 'waits' && this.tokenOf(order) === token) {
        run.state = 'ended';
        return 'released';
      }
    }
    return 'not waiting';
  }

  /** The token of an order's latest wait. */
  tokenOf(order: OrderKey): string {
    return `${order} ${this.waitsOf(order)}`;
  }

  waitsOf(order: OrderKey): number {
    return this.runs.get(order)?.waits ?? 0;
  }

  breakOff(order: OrderKey): void {
    this.runs.set(order, { state: 'failed', waits: this.waitsOf(order) });
  }
}

/** Approvers that record every request. */
export class FakeApprovers implements Approvers {
  readonly asked: ApprovalRequest[] = [];

  async ask(request: ApprovalRequest): Promise<void> {
    this.asked.push(request);
  }
}
