import type {
  OperatorActions,
  Approvals,
  DeadLetterList,
  FoundLogLines,
  MetricsView,
  OrderView,
  Overview,
  Stock,
} from '../src/page/api/contract.js';

import { at, idOf, LONG_NAME, NOW, ORDERS, theOrder } from './sample-orders.js';

export const OVERVIEW: Overview = {
  at: at(0),
  queues: [
    {
      name: 'order-processing',
      visible: 12,
      inFlight: 10,
      oldestAgeSeconds: 4,
      deadLetterQueue: 'order-processing-dlq',
      deadLetters: 2,
    },
    {
      name: 'order-notifications',
      visible: 0,
      inFlight: 3,
      deadLetterQueue: 'order-notifications-dlq',
      deadLetters: 0,
    },
    {
      name: 'order-metrics',
      visible: 0,
      inFlight: 0,
      deadLetterQueue: 'order-metrics-dlq',
      deadLetters: 0,
    },
  ],
  deadLetterQueues: [
    { name: 'order-processing-dlq', visible: 2, inFlight: 0 },
    { name: 'order-stream-dlq', visible: 1, inFlight: 0 },
    { name: 'order-notifications-dlq', visible: 0, inFlight: 0 },
  ],
  functions: [
    { name: 'order-creator', invocations: 1_204, errors: 0 },
    { name: 'order-processor', invocations: 1_311, errors: 6 },
    { name: 'order-relay', invocations: 998, errors: 0 },
    { name: 'order-reader', invocations: 120, errors: 0 },
  ],
  orders: [
    { status: 'NEW', count: 12, more: false },
    { status: 'PENDING_APPROVAL', count: 1, more: false },
    { status: 'APPROVED', count: 1, more: false },
    { status: 'PROCESSING', count: 100, more: true },
  ],
};

export const DEAD_LETTERS: DeadLetterList = {
  items: [
    {
      queue: 'order-processing-dlq',
      messageId: '11111111-1111-4111-8111-111111111111',
      source: 'order-processing',
      function: 'order-processor',
      orderId: idOf(3),
      eventId: `${idOf(3)}:1:0`,
      type: 'Order Created',
      reason: 'PAYMENT_UNAVAILABLE: The payment provider did not respond within 2 seconds.',
      receiveCount: 3,
      sentAt: at(300),
      body: JSON.stringify({
        source: 'serverless.snacks',
        'detail-type': 'Order Created',
        detail: { orderId: idOf(3) },
      }),
    },
    {
      queue: 'order-stream-dlq',
      messageId: '22222222-2222-4222-8222-222222222222',
      reason: 'The bus refused the event for good.',
      receiveCount: 1,
      sentAt: at(86_000),
      body: 'not JSON',
      edited: { by: 'amy', at: at(80_000) },
    },
  ],
  truncated: false,
};

export const STOCK: Stock = {
  items: [
    { name: 'Chips', available: 40, reserved: 2, sold: 120 },
    { name: 'Soda', available: 24, reserved: 0, sold: 6 },
    { name: 'Truffle Popcorn with Himalayan Salt', available: 0, reserved: 0, sold: 18 },
  ],
};

export const APPROVALS: Approvals = {
  items: [
    { order: theOrder(2), waitingSince: at(40), deadline: at(-85_000) },
    {
      order: { ...theOrder(2), orderId: idOf(9), customerName: LONG_NAME },
      waitingSince: at(84_000),
      deadline: at(-1_900),
    },
  ],
};

export const METRICS: MetricsView = {
  minutes: Array.from({ length: 60 }, (_minute, index) => {
    const wave = Math.round(20 + 15 * Math.sin(index / 6));
    return {
      at: new Date(Math.floor(NOW / 60_000) * 60_000 - (59 - index) * 60_000).toISOString(),
      placed: wave,
      processed: Math.max(0, wave - 2),
      failed: index % 17 === 0 ? 3 : 0,
      ...(index > 5 && { p50: 30 + wave, p90: 70 + 2 * wave, p99: 180 + 4 * wave }),
      invocations: wave * 5,
      errors: index % 17 === 0 ? 9 : 0,
    };
  }),
  queueAges: [
    { queue: 'order-processing', oldestAgeSeconds: 4 },
    { queue: 'order-notifications', oldestAgeSeconds: 1 },
  ],
};

export const LOGS: FoundLogLines = {
  items: [
    {
      at: at(1),
      level: 'info',
      service: 'order-creator',
      message: 'The order is placed.',
      orderId: idOf(1),
      fields: { durationMs: 4 },
    },
    {
      at: at(2),
      level: 'error',
      service: 'order-processor',
      message:
        'The payment provider did not respond within 2 seconds, and the message goes back to its queue.',
      orderId: idOf(3),
      attempt: 2,
      fields: { code: 'PAYMENT_UNAVAILABLE' },
    },
    {
      at: at(3),
      level: 'warn',
      service: 'order-relay',
      message: 'The bus refused an event; it is sent again.',
      fields: {},
    },
    { at: at(4), level: 'debug', service: 'order-metrics', message: 'Counted.', fields: {} },
  ],
  more: true,
};

export const ACTIONS: OperatorActions = {
  items: [
    {
      actionId: 'a',
      at: at(60),
      actor: 'amy',
      action: 'redrive',
      subject: 'order-processing-dlq 11111111-1111-4111-8111-111111111111',
      reason: 'The payment provider is back.',
      outcome: 'done: 1 sent again',
    },
    {
      actionId: 'b',
      at: at(600),
      actor: 'operator',
      action: 'set stock',
      subject: 'Chips',
      reason: 'Delivery of this morning',
      outcome: 'done: 40',
    },
  ],
};

/** The view of an order that failed after several tries. */
export function orderView(orderId: string): OrderView | undefined {
  const order = ORDERS.find((one) => one.orderId === orderId);
  if (order === undefined) return undefined;
  const failed = order.status === 'FAILED';
  return {
    order,
    summary: {
      status: order.status,
      since: order.updatedAt,
      ...(order.reason !== undefined && { reason: order.reason }),
      why: failed
        ? 'The order failed: “Truffle Popcorn with Himalayan Salt” is out of stock. Nothing is reserved or charged.'
        : `The order is ${order.status.toLowerCase()}.`,
      next: { text: failed ? 'Nothing more happens by itself.' : 'It is processed next.' },
      actions: failed
        ? [
            {
              action: 'set stock',
              name: 'Truffle Popcorn with Himalayan Salt',
              method: 'PUT',
              path: '/operations/stock/x',
              text: 'Set the stock',
            },
          ]
        : [
            {
              action: 'cancel',
              method: 'DELETE',
              path: `/orders/${orderId}`,
              text: 'Cancel the order',
            },
          ],
    },
    axis: [
      { at: order.createdAt, kind: 'history', title: 'NEW', detail: 'Placed by the customer.' },
      { at: order.createdAt, kind: 'event', title: 'Order Created', service: 'order-relay' },
      {
        at: order.createdAt,
        kind: 'message',
        title: 'Received from order-processing',
        service: 'order-processor',
        queue: 'order-processing',
        attempt: 1,
        maxAttempts: 3,
      },
      {
        at: order.createdAt,
        kind: 'log',
        title: 'The stock does not respond.',
        service: 'order-processor',
        level: 'error',
        error: {
          name: 'TimeoutError',
          code: 'STOCK_UNAVAILABLE',
          message: 'No response within 2 seconds.',
        },
      },
      {
        at: order.updatedAt,
        kind: 'stock',
        title: 'Refused',
        detail: 'Truffle Popcorn with Himalayan Salt: 0 available, 1 wanted',
      },
      { at: order.updatedAt, kind: 'history', title: order.status },
      {
        at: order.updatedAt,
        kind: 'notification',
        title: 'Notification sent',
        service: 'order-notifier',
      },
    ],
    deadLetters: [],
    stock: STOCK.items.filter(({ available }) => available === 0),
    missing: [],
  };
}

export const FAULTS = {
  faults: [
    { target: 'payments', fault: 'slow', percent: 50, milliseconds: 2_000 },
    { target: 'order-processor', fault: 'crash', percent: 10 },
  ],
  ports: ['orders', 'payments', 'inventory', 'publisher', 'notifications'],
  functions: ['order-creator', 'order-processor', 'order-relay'],
  injected: 12,
};

export const INVARIANTS = {
  at: at(0),
  checked: 120,
  invariants: [
    { name: 'A PROCESSED order is charged and sold.', holds: true, detail: '80 orders' },
    { name: 'No acknowledged order is lost.', holds: null, detail: '3 orders are under way' },
    { name: 'Stock is never negative.', holds: false, detail: 'Chips: -1 available' },
  ],
};
