const DAY = 86_400;

const DEAD_LETTERS = { retentionSeconds: 14 * DAY };

/** A queue whose messages are received up to three times and then move to its dead-letter queue. */
const workQueue = <Q extends string>(deadLetterQueue: Q) => ({
  retentionSeconds: 4 * DAY,
  visibilityTimeoutSeconds: 90,
  redrive: { maxReceiveCount: 3, deadLetterQueue },
});

/** Every queue with its dead-letter queue. */
export const QUEUES = {
  'order-processing': workQueue('order-processing-dlq'),
  'order-processing-dlq': DEAD_LETTERS,
  'order-approval': workQueue('order-approval-dlq'),
  'order-approval-dlq': DEAD_LETTERS,
  'approval-decisions': workQueue('approval-decisions-dlq'),
  'approval-decisions-dlq': DEAD_LETTERS,
  'order-notifications': workQueue('order-notifications-dlq'),
  'order-notifications-dlq': DEAD_LETTERS,
  'order-metrics': workQueue('order-metrics-dlq'),
  'order-metrics-dlq': DEAD_LETTERS,
  'event-ingestion': workQueue('event-ingestion-dlq'),
  'event-ingestion-dlq': DEAD_LETTERS,
  'order-creator-dlq': DEAD_LETTERS,
  'order-sweeper-dlq': DEAD_LETTERS,
  'order-rules-dlq': DEAD_LETTERS,
  'order-stream-dlq': DEAD_LETTERS,
};
