import { type Order, toTimestamp } from '@snacks/domain';
import { BUILT_AT } from '@snacks/domain/testing';

import type { OrderFacts } from '../src/order-view/order-facts.js';
import type { PlatformMap } from '../src/platform-map.js';
import type { LogLine } from '../src/ports/log-search.js';

/** A map with two queues, and a dead-letter queue of rules and one of the stream. */
export const MAP: PlatformMap = {
  functions: ['order-creator', 'order-relay', 'order-processor', 'approval-starter'],
  queues: [
    {
      name: 'order-processing',
      function: 'order-processor',
      deadLetterQueue: 'order-processing-dlq',
      maxReceiveCount: 3,
      visibilityTimeoutSeconds: 90,
    },
    {
      name: 'order-approval',
      function: 'approval-starter',
      deadLetterQueue: 'order-approval-dlq',
      maxReceiveCount: 3,
      visibilityTimeoutSeconds: 90,
    },
  ],
  deadLetterQueues: [
    'order-processing-dlq',
    'order-approval-dlq',
    'order-rules-dlq',
    'order-stream-dlq',
  ],
  rules: { 'process-orders': 'order-processing' },
  patienceMinutes: 15,
  approvalDeadlineHours: 24,
};

/** The time so many seconds after orders are placed by default. */
export function after(seconds: number): string {
  return toTimestamp(BUILT_AT + seconds * 1_000);
}

/** A log line, so many seconds after the order was placed. */
export function aLine(
  seconds: number,
  service: string,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): LogLine {
  const { messageId, attempt, eventId } = fields;
  return {
    at: after(seconds),
    level: 'error',
    service,
    message,
    ...(typeof messageId === 'string' && { messageId }),
    ...(typeof attempt === 'number' && { attempt }),
    ...(typeof eventId === 'string' && { eventId }),
    ...(fields.level === 'info' && { level: 'info' }),
    fields,
  };
}

/** What is known of an order, so many seconds after it was placed: nothing else, unless given. */
export function factsOf(
  order: Order,
  seconds: number,
  known: Partial<OrderFacts> = {},
): OrderFacts {
  return {
    now: BUILT_AT + seconds * 1_000,
    map: MAP,
    order,
    lines: [],
    deadLetters: [],
    stock: [],
    ...known,
  };
}
