/** The usage of an order, from its request to its final state. */
export interface OrderUsage {
  /** To the HTTP API. */
  readonly httpRequests: number;
  /** By the workflow only: invocations by routes, queues and the stream follow from other figures. */
  readonly workflowInvocations: number;
  /** In all queues together. */
  readonly messages: number;
  /** Of the orders table, without those that the filter skips. */
  readonly streamRecords: number;
  /** On the bus. */
  readonly events: number;
  /** Write units of all tables and their indexes. */
  readonly writes: number;
  /** Read units of all tables. */
  readonly reads: number;
  /** Messages to the topics. */
  readonly publishes: number;
  /** Of the workflow, with its start. */
  readonly stateTransitions: number;
}

/**
 * The usage of an order of two snacks with a stock record, by an authenticated customer, counted on
 * the deployed handlers and adapters. A test counts again, and fails if a figure has changed.
 */
export const ORDER_USAGE = {
  /** Placed and PROCESSED. */
  ordinary: {
    httpRequests: 1,
    workflowInvocations: 0,
    messages: 4,
    streamRecords: 2,
    events: 2,
    writes: 19,
    reads: 11,
    publishes: 2,
    stateTransitions: 0,
  },
  /** Of high priority: placed, approved before the reminder, and PROCESSED. */
  approved: {
    httpRequests: 2,
    workflowInvocations: 1,
    messages: 8,
    streamRecords: 3,
    events: 3,
    writes: 24,
    reads: 19,
    publishes: 4,
    stateTransitions: 3,
  },
} as const satisfies Readonly<Record<string, OrderUsage>>;

/** Read units of one run of the sweeper if no order is stuck: half a unit for each query. */
export const SWEEP_READS = 16;
