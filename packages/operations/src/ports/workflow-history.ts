import type { OrderKey } from '@snacks/domain/ports';
import type { Timestamp } from '@snacks/domain';

/** Every state of a workflow. */
export const WORKFLOW_STATUSES = [
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
] as const;

export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

/** The maximum number of events of a record. */
export const MAX_WORKFLOW_EVENTS = 1_000;

/** The approval workflow of an order. */
export interface WorkflowRecord {
  readonly status: WorkflowStatus;
  readonly startedAt: Timestamp;
  /** Absent while it runs. */
  readonly stoppedAt?: Timestamp;
  /** Its course, oldest first; of a long one, the first {@link MAX_WORKFLOW_EVENTS}. */
  readonly events: readonly WorkflowEvent[];
}

/** An event of a workflow, as Step Functions names it. */
export interface WorkflowEvent {
  readonly at: Timestamp;
  readonly type: string;
  /** The state that was entered. */
  readonly state?: string;
  /** The error of the step, or of the workflow, that failed or timed out. */
  readonly error?: string;
}

/** The course of approval workflows. */
export interface WorkflowHistory {
  /** The workflow of the order; `undefined` if it has none, or its course is no longer kept. */
  find(order: OrderKey): Promise<WorkflowRecord | undefined>;
}
