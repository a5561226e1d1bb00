/** What an order uses of the platform, from its request to its end. */
export interface OrderUsage {
  /** To the HTTP API. */
  readonly httpRequests: number;
  /** By the workflow; what routes, queues and the stream invoke is told by their own figures. */
  readonly workflowInvocations: number;
  /** In all queues together. */
  readonly messages: number;
  /** Of the orders table. */
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
 * What was counted of an order of two snacks whose stock is kept, by a known customer, on the
 * handlers and adapters that are deployed. A test counts again, and fails where a figure has changed.
 */
export const ORDER_USAGE = {
  /** Placed and PROCESSED. */
  ordinary: {
    httpRequests: 1,
    workflowInvocations: 0,
    messages: 4,
    streamRecords: 3,
    events: 2,
    writes: 30,
    reads: 11,
    publishes: 2,
    stateTransitions: 0,
  },
  /** Of high priority: placed, approved before anybody was reminded, and PROCESSED. */
  approved: {
    httpRequests: 2,
    workflowInvocations: 1,
    messages: 8,
    streamRecords: 4,
    events: 3,
    writes: 39,
    reads: 19,
    publishes: 4,
    stateTransitions: 3,
  },
} as const satisfies Readonly<Record<string, OrderUsage>>;

/** Read units of one run of the sweeper where no order stands still: half of one for each query. */
export const SWEEP_READS = 16;
