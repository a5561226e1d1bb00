import {
  ACTOR_KINDS,
  FAILURE_REASONS,
  FIELD_RULES,
  LIFECYCLE,
  LIMITS,
  ORDER_STATUSES,
  REJECTION_REASONS,
  type FieldRule,
} from '@snacks/domain';
import { FULFILMENT_WORDS } from '@snacks/domain/use-cases';

import { PUBLIC_PROBLEM_CODES } from '../inbound/http/problem-kinds.js';

/** Keywords of JSON Schema in an OpenAPI document. */
export type Schema = Readonly<Record<string, unknown>>;

export const TIMESTAMP = { type: 'string', format: 'date-time' } as const;
const VERSION = { type: 'integer', minimum: 1 } as const;
export const TEXT = { type: 'string' } as const;

/** The schema of a field, with the message of its rule as the description. */
export function field({ schema, message }: FieldRule, more: Schema = {}): Schema {
  return { ...schema, ...more, description: `It ${message}.` };
}

/** The schema of an object with only these fields. All but the optional ones are required. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
  description?: string,
): Schema {
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  };
}

export function reference(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** The content of an order, in requests and in responses. */
const CONTENT = {
  customerName: field(FIELD_RULES.customerName),
  snackItems: field(FIELD_RULES.snackItems, { items: reference('SnackItem') }),
  totalAmount: field(FIELD_RULES.totalAmount),
  priority: field(FIELD_RULES.priority),
  deliveryPreferences: reference('DeliveryPreferences'),
};

const UPDATE_OPTIONAL = ['priority', 'deliveryPreferences'];

/** The schemas of request and response bodies, built from the field rules of the domain. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
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
    'A new order. `customerId` is allowed only without authentication: an authenticated caller orders for themselves.',
  ),
  UpdateOrder: object(
    CONTENT,
    UPDATE_OPTIONAL,
    'The new content of the order. An absent field is removed, except the priority, which stays the same.',
  ),
  Snack: object({ name: field(FIELD_RULES.name), price: field(FIELD_RULES.price) }),
  PutSnack: object({ price: field(FIELD_RULES.price) }, [], 'The price of one piece.'),
  Catalogue: object({
    snacks: { type: 'array', items: reference('Snack'), maxItems: LIMITS.catalogueSnacks },
  }),
  DecideApproval: object(
    { decision: field(FIELD_RULES.decision), note: field(FIELD_RULES.note) },
    ['note'],
    'The decision of an approver, with an optional note.',
  ),
  SendEvent: object(
    {
      source: field(FIELD_RULES.source),
      type: field(FIELD_RULES.type),
      payload: field(FIELD_RULES.payload),
    },
    [],
    'An external event. An event of the type `order.submitted` places the order in its payload.',
  ),
  Order: object(
    {
      orderId: FIELD_RULES.orderId.schema,
      status: FIELD_RULES.status.schema,
      customerId: FIELD_RULES.customerId.schema,
      ...CONTENT,
      createdAt: TIMESTAMP,
      updatedAt: TIMESTAMP,
      processedAt: { ...TIMESTAMP, description: 'When the order was PROCESSED.' },
      reason: {
        enum: [...REJECTION_REASONS, ...FAILURE_REASONS],
        description: 'Why the order was REJECTED or FAILED.',
      },
      fulfilment: {
        type: 'object',
        description: 'How each fulfilment step ended. Present after fulfilment has ended.',
        properties: Object.fromEntries(
          Object.entries(FULFILMENT_WORDS).map(([step, words]) => [
            step,
            { enum: Object.values(words) },
          ]),
        ),
        additionalProperties: TEXT,
      },
      version: {
        ...VERSION,
        description: 'Increases by one with each change. It is also the ETag.',
      },
    },
    ['customerId', 'deliveryPreferences', 'processedAt', 'reason', 'fulfilment'],
  ),
  OrderPage: object(
    {
      orders: { type: 'array', items: reference('Order') },
      nextCursor: {
        ...TEXT,
        description: 'Send it as `cursor` to get the next page. Absent on the last page.',
      },
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
          status: { enum: ORDER_STATUSES, description: 'The state after the change.' },
          at: TIMESTAMP,
          actorKind: {
            enum: ACTOR_KINDS,
            description: 'The kind of actor that made the change, without their identity.',
          },
          correlationId: TEXT,
          note: { ...TEXT, description: 'The note of the approver on the decision.' },
        },
        ['actorKind', 'note'],
      ),
    },
  }),
  TakenEvent: object({ eventId: FIELD_RULES.orderId.schema }),
  Problem: object(
    {
      type: {
        type: 'string',
        format: 'uri-reference',
        description: 'A link to the explanation of the problem.',
      },
      title: TEXT,
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { ...TEXT, description: 'What is wrong with this request.' },
      code: {
        enum: PUBLIC_PROBLEM_CODES,
        description: 'The code for use in programs. It never changes.',
      },
      errors: {
        type: 'array',
        items: object({
          field: {
            ...TEXT,
            description:
              'The path of the field, such as `snackItems[2].price`. Empty for the whole body.',
          },
          code: TEXT,
          message: { ...TEXT, description: 'How to fix the field.' },
        }),
      },
      expectedTotal: { type: 'number' },
      orderStatus: { enum: ORDER_STATUSES },
      currentVersion: VERSION,
    },
    ['errors', 'expectedTotal', 'orderStatus', 'currentVersion'],
    'An error as problem details (RFC 9457).',
  ),
};
