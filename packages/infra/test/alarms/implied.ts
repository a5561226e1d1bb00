/** Something that no alarm of its own watches, and what reports it. */
export interface Implied {
  readonly what: string;
  readonly reportedBy: string;
}

export const IMPLIED: readonly Implied[] = [
  {
    what: 'errors, throttling and slowness of the functions behind the API',
    reportedBy:
      'the 5xx and the latency of the API; throttling also by the concurrency of the account',
  },
  {
    what: 'errors and timeouts of the consumers of queues',
    reportedBy: 'the age of the oldest message, and the dead-letter queue after three receives',
  },
  {
    what: 'errors and timeouts of order-relay',
    reportedBy: 'the age of its records, since a failing batch stops its part of the stream',
  },
  {
    what: 'errors and timeouts of order-sweeper',
    reportedBy: '`order-sweeper-dlq` after two retries',
  },
  {
    what: 'errors and timeouts of approval-requester and approval-expirer',
    reportedBy: 'the failed execution after half an hour of retries',
  },
  {
    what: 'throttled reads, and errors of DynamoDB itself',
    reportedBy: 'the 5xx of the API, old messages and dead letters',
  },
  {
    what: 'throttled writes of ApprovalTasks, EventRecords and Catalogue',
    reportedBy: 'failed executions; old messages of `event-ingestion`; the 5xx of the API',
  },
  {
    what: 'executions that time out',
    reportedBy: 'nothing: the workflow has no timeout as a whole, so none can',
  },
];

/** Guarantees that no metric can show to be broken, and what holds them instead. */
export const PROVED: readonly Implied[] = [
  {
    what: 'Exactly-once effect on the order, the stock and the charge.',
    reportedBy:
      'conditional writes and keys by order and step; the simulation checks their invariants under faults ([correctness](correctness.md))',
  },
  {
    what: 'No dual write: a state change and its events are one write.',
    reportedBy: 'the types of the repository, and its contract suite',
  },
  {
    what: 'No customer data in logs and metrics.',
    reportedBy: 'a test that pushes canary values through every function',
  },
];
