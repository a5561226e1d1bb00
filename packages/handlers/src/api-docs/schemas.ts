import {
  ACTOR_KINDS,
  FAILURE_REASONS,
  FIELD_RULES,
  FULFILMENT_OUTCOMES,
  LIFECYCLE,
  ORDER_STATUSES,
  REJECTION_REASONS,
  type FieldRule,
  type JsonSchema,
} from '@snacks/domain';

import { PUBLIC_PROBLEM_CODES } from '../inbound/http/problem-kinds.js';

const TIMESTAMP = { type: 'string', format: 'date-time' } as const;
const VERSION = { type: 'integer', minimum: 1 } as const;
const TEXT = { type: 'string' } as const;

/** The schema of a field, and what its rule says in words. */
function field({ schema, message }: FieldRule, more: JsonSchema = {}): JsonSchema {
  return { ...schema, ...more, description: `It ${message}.` };
}

/** An object with these fields and no others; all but the optional ones are required. */
function object(
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
  description?: string,
): JsonSchema {
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  };
}

function reference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}

/** What an order asks for, as requests and records have it. */
const CONTENT = {
  customerName: field(FIELD_RULES.customerName),
  snackItems: field(FIELD_RULES.snackItems, { items: reference('SnackItem') }),
  totalAmount: field(FIELD_RULES.totalAmount),
  priority: field(FIELD_RULES.priority),
  deliveryPreferences: reference('DeliveryPreferences'),
};

const UPDATE_OPTIONAL = ['priority', 'deliveryPreferences'];

/** The bodies of requests and responses. The rules of fields are the domain's. */
export const SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  SnackItem: object({
    name: field(FIELD_RULES.name),
    quantity: field(FIELD_RULES.quantity),
    price: field(FIELD_RULES.price),
  }),
  DeliveryPreferences: object(
    {
      method: field(FIELD_RULES.method),
      address: field(FIELD_RULES.address),
      instructions: field(FIELD_RULES.instructions),
    },
    ['method', 'address', 'instructions'],
  ),
  PlaceOrder: object(
    { ...CONTENT, customerId: field(FIELD_RULES.customerId) },
    [...UPDATE_OPTIONAL, 'customerId'],
    'An order. `customerId` is for callers who are not known: others order for themselves.',
  ),
  UpdateOrder: object(
    CONTENT,
    UPDATE_OPTIONAL,
    'The order as it shall be: what is left out goes away; the priority stays.',
  ),
  DecideApproval: object(
    { decision: field(FIELD_RULES.decision), note: field(FIELD_RULES.note) },
    ['note'],
    'What an approver decides, and why.',
  ),
  SendEvent: object(
    {
      source: field(FIELD_RULES.source),
      type: field(FIELD_RULES.type),
      payload: field(FIELD_RULES.payload),
    },
    [],
    'An external event. `order.submitted` places the order that its payload is.',
  ),
  Order: object(
    {
      orderId: FIELD_RULES.orderId.schema,
      status: FIELD_RULES.status.schema,
      customerId: FIELD_RULES.customerId.schema,
      ...CONTENT,
      createdAt: TIMESTAMP,
      updatedAt: TIMESTAMP,
      processedAt: { ...TIMESTAMP, description: 'Once it is PROCESSED.' },
      reason: {
        enum: [...REJECTION_REASONS, ...FAILURE_REASONS],
        description: 'Why it was REJECTED or FAILED.',
      },
      fulfilment: object(
        {
          stock: { enum: FULFILMENT_OUTCOMES.stock },
          payment: { enum: FULFILMENT_OUTCOMES.payment },
        },
        [],
        'Once fulfilment has ended it: what became of its stock and payment.',
      ),
      version: { ...VERSION, description: 'One more with each change. It is the ETag, too.' },
    },
    ['customerId', 'deliveryPreferences', 'processedAt', 'reason', 'fulfilment'],
  ),
  OrderPage: object(
    {
      orders: { type: 'array', items: reference('Order') },
      nextCursor: { ...TEXT, description: 'Send it as `cursor`; absent on the last page.' },
    },
    ['nextCursor'],
  ),
  Timeline: object({
    orderId: FIELD_RULES.orderId.schema,
    status: FIELD_RULES.status.schema,
    timeline: {
      type: 'array',
      description: 'Every change, oldest first.',
      items: object(
        {
          version: VERSION,
          command: { enum: Object.keys(LIFECYCLE) },
          status: { enum: ORDER_STATUSES, description: 'The state that the change led to.' },
          at: TIMESTAMP,
          actorKind: { enum: ACTOR_KINDS, description: 'What made the change, not who.' },
          correlationId: TEXT,
          note: { ...TEXT, description: 'What an approver wrote beside the decision.' },
        },
        ['actorKind', 'note'],
      ),
    },
  }),
  TakenEvent: object({ eventId: FIELD_RULES.orderId.schema }),
  Problem: object(
    {
      type: { type: 'string', format: 'uri-reference', description: 'Where it is explained.' },
      title: TEXT,
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { ...TEXT, description: 'What is wrong with this very request.' },
      code: { enum: PUBLIC_PROBLEM_CODES, description: 'What programs go by. It never changes.' },
      errors: {
        type: 'array',
        items: object({
          field: { ...TEXT, description: 'Such as `snackItems[2].price`; empty for the whole.' },
          code: TEXT,
          message: { ...TEXT, description: 'How to fix it.' },
        }),
      },
      expectedTotal: { type: 'number' },
      orderStatus: { enum: ORDER_STATUSES },
      currentVersion: VERSION,
    },
    ['errors', 'expectedTotal', 'orderStatus', 'currentVersion'],
    'An error, by RFC 9457.',
  ),
};
