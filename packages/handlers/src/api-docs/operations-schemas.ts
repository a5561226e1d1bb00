import { FIELD_RULES, ORDER_STATUSES } from '@snacks/domain';
import {
  AXIS_KINDS,
  OPERATIONS_FIELD_RULES,
  OPERATOR_ACTIONS,
  WORKFLOW_STATUSES,
} from '@snacks/operations';

import { field, object, reference, TEXT, TIMESTAMP, type Schema } from './schemas.js';

const COUNT = { type: 'integer', minimum: 0 } as const;
const NUMBER = { type: 'number', minimum: 0 } as const;
const FLAG = { type: 'boolean' } as const;
const STATUS = { enum: ORDER_STATUSES };
const NEXT_CURSOR = {
  ...TEXT,
  description: 'Send it as `cursor` to get the next page. Absent on the last page.',
};

function list(items: Schema): Schema {
  return { type: 'array', items };
}

function described(description: string, schema: Schema): Schema {
  return { ...schema, description };
}

/** The ids of the order and the event that something is about. */
const IDS = { orderId: TEXT, eventId: TEXT, correlationId: TEXT };

const ERROR = object({ name: TEXT, code: TEXT, message: TEXT }, ['code', 'message']);

/** The schemas of the bodies of the operators' API. */
export const OPERATIONS_SCHEMAS: Readonly<Record<string, Schema>> = {
  Overview: object({
    at: TIMESTAMP,
    queues: list(
      object(
        {
          name: TEXT,
          visible: COUNT,
          inFlight: COUNT,
          oldestAgeSeconds: NUMBER,
          deadLetterQueue: TEXT,
          deadLetters: COUNT,
        },
        ['oldestAgeSeconds'],
      ),
    ),
    deadLetterQueues: list(object({ name: TEXT, visible: COUNT, inFlight: COUNT })),
    functions: described(
      'The last 60 minutes of every function.',
      list(object({ name: TEXT, invocations: COUNT, errors: COUNT })),
    ),
    orders: described(
      'The unfinished orders. With `more`, there are more than `count`.',
      list(object({ status: STATUS, count: COUNT, more: FLAG })),
    ),
  }),
  FoundOrders: object({ items: list(reference('Order')), nextCursor: NEXT_CURSOR }, ['nextCursor']),
  OrderView: object(
    {
      summary: object(
        {
          status: STATUS,
          since: TIMESTAMP,
          reason: TEXT,
          why: TEXT,
          next: object({ text: TEXT, at: TIMESTAMP }, ['at']),
          actions: list(
            object(
              {
                action: { enum: ['approve', 'reject', 'cancel', 'redrive', 'set stock'] },
                method: TEXT,
                path: TEXT,
                text: TEXT,
                queue: TEXT,
                messageId: TEXT,
                source: TEXT,
                type: TEXT,
                name: TEXT,
              },
              ['queue', 'messageId', 'source', 'type', 'name'],
            ),
          ),
        },
        ['reason'],
      ),
      order: reference('Order'),
      axis: described('Everything that happened to the order, oldest first.', list(axisEntry())),
      deadLetters: list(reference('DeadLetter')),
      stock: list(reference('StockRow')),
      payment: object({
        state: { enum: ['authorised', 'declined', 'captured', 'refunded'] },
        amount: NUMBER,
        reference: TEXT,
      }),
      workflow: object(
        {
          status: { enum: WORKFLOW_STATUSES },
          startedAt: TIMESTAMP,
          stoppedAt: TIMESTAMP,
          deadline: TIMESTAMP,
        },
        ['stoppedAt'],
      ),
      missing: described(
        'The parts that could not be read. The others are complete.',
        list(
          object({
            part: { enum: ['logs', 'deadLetters', 'stock', 'payment', 'workflow'] },
            message: TEXT,
          }),
        ),
      ),
    },
    ['payment', 'workflow'],
  ),
  DeadLetter: object(
    {
      queue: TEXT,
      messageId: TEXT,
      source: described('Where a redrive sends it. Absent if it cannot be redriven.', TEXT),
      function: described('The function that handles it.', TEXT),
      ...IDS,
      type: TEXT,
      reason: TEXT,
      receiveCount: described('The tries that failed.', COUNT),
      sentAt: TIMESTAMP,
      body: TEXT,
      edited: object({ by: TEXT, at: TIMESTAMP }),
    },
    ['source', 'function', 'orderId', 'eventId', 'correlationId', 'type', 'edited'],
  ),
  DeadLetters: object({ items: list(reference('DeadLetter')), truncated: FLAG }),
  DryRunMessage: object(
    { body: field(OPERATIONS_FIELD_RULES.body) },
    ['body'],
    'Another body for the message, as an edit would give it.',
  ),
  DryRun: object(
    {
      outcome: { enum: ['acts', 'skips', 'fails'] },
      explanation: TEXT,
      orderStatus: STATUS,
      issues: list(object({ field: TEXT, message: TEXT })),
    },
    ['orderStatus'],
  ),
  RedriveMessages: object({
    messageIds: field(OPERATIONS_FIELD_RULES.messageIds, {
      anyOf: [{ const: 'all' }, { ...list(TEXT), minItems: 1, maxItems: 100 }],
    }),
    reason: field(OPERATIONS_FIELD_RULES.reason),
  }),
  Redriven: object(
    {
      redriven: COUNT,
      failed: list(object({ messageId: TEXT, message: TEXT })),
      started: described('The redrive goes on after the response.', FLAG),
    },
    ['started'],
  ),
  EditMessage: object({
    body: field(OPERATIONS_FIELD_RULES.body),
    reason: field(OPERATIONS_FIELD_RULES.reason),
  }),
  EditedMessage: object({ sentTo: TEXT }),
  Reason: object({ reason: field(OPERATIONS_FIELD_RULES.reason) }),
  StockRow: object({ name: TEXT, available: COUNT, reserved: COUNT, sold: COUNT }),
  Stock: object({ items: list(reference('StockRow')) }),
  SetStock: object({
    available: field(OPERATIONS_FIELD_RULES.available),
    reason: field(OPERATIONS_FIELD_RULES.reason),
  }),
  Approvals: object(
    {
      items: list(
        object({ order: reference('Order'), waitingSince: TIMESTAMP, deadline: TIMESTAMP }),
      ),
      nextCursor: NEXT_CURSOR,
    },
    ['nextCursor'],
  ),
  Metrics: object({
    minutes: list(
      object(
        {
          at: TIMESTAMP,
          placed: COUNT,
          processed: COUNT,
          failed: COUNT,
          p50: NUMBER,
          p90: NUMBER,
          p99: NUMBER,
          invocations: COUNT,
          errors: COUNT,
        },
        ['p50', 'p90', 'p99'],
      ),
    ),
    queueAges: list(object({ queue: TEXT, oldestAgeSeconds: NUMBER })),
  }),
  LogLines: object({
    items: list(
      object(
        {
          at: TIMESTAMP,
          level: TEXT,
          service: TEXT,
          message: TEXT,
          ...IDS,
          messageId: TEXT,
          attempt: COUNT,
          fields: { type: 'object' },
        },
        ['orderId', 'eventId', 'correlationId', 'messageId', 'attempt'],
      ),
    ),
    more: described('There are further lines: narrow the search.', FLAG),
  }),
  OperatorActions: object(
    {
      items: list(
        object({
          actionId: FIELD_RULES.orderId.schema,
          at: TIMESTAMP,
          actor: TEXT,
          action: { enum: OPERATOR_ACTIONS },
          subject: TEXT,
          reason: TEXT,
          outcome: TEXT,
        }),
      ),
      nextCursor: NEXT_CURSOR,
    },
    ['nextCursor'],
  ),
};

function axisEntry(): Schema {
  return object(
    {
      at: TIMESTAMP,
      kind: { enum: AXIS_KINDS },
      title: TEXT,
      detail: TEXT,
      service: TEXT,
      level: TEXT,
      eventId: TEXT,
      messageId: TEXT,
      queue: TEXT,
      correlationId: TEXT,
      attempt: COUNT,
      maxAttempts: COUNT,
      error: ERROR,
    },
    [
      'detail',
      'service',
      'level',
      'eventId',
      'messageId',
      'queue',
      'correlationId',
      'attempt',
      'maxAttempts',
      'error',
    ],
  );
}
