import { LIFECYCLE, type OrderEventType } from '../order/lifecycle.js';
import { LIMITS } from '../order/limits.js';
import { MAX_DECIMAL_CENTS } from '../order/money.js';
import {
  DELIVERY_METHODS,
  FAILURE_REASONS,
  PRIORITIES,
  REJECTION_REASONS,
} from '../order/order.js';
import { UPDATED_FIELDS } from '../order/transitions.js';
import { SCHEMA_VERSIONS, type OrderEventDetail } from './order-event.js';

/** The schema of one field: keywords of JSON Schema, draft 2020-12. */
type FieldSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema (draft 2020-12) of the `detail` of one type of event. */
export interface OrderEventSchema {
  readonly $schema: 'https://json-schema.org/draft/2020-12/schema';
  /** Its place among the published schemas: the version is part of it. */
  readonly $id: string;
  readonly title: OrderEventType;
  readonly description: string;
  readonly type: 'object';
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/**
 * The name under which a version of a type's schema is published, in this package's `schemas`
 * folder and at the end of its `$id`: `order-created.v1.json`.
 */
export function schemaFileName(
  type: OrderEventType,
  version: number = SCHEMA_VERSIONS[type],
): string {
  return `${type.toLowerCase().replace(' ', '-')}.v${version}.json`;
}

/** The schema of a time: ISO 8601 in UTC. */
export const TIMESTAMP = { type: 'string', format: 'date-time' } as const;

function text(maxLength: number, description: string) {
  return { type: 'string', minLength: 1, maxLength, description } as const;
}

function amount(maxCents: number, description: string) {
  return { type: 'number', minimum: 0, maximum: maxCents / 100, description } as const;
}

const ACTOR = { type: 'string', description: 'The subject or the function that did it.' } as const;
const NOTE = text(LIMITS.noteLength, 'What was written beside the decision, for the customer.');

const SNACK_ITEMS = {
  type: 'array',
  description: 'What the order asks for, whole.',
  minItems: 1,
  maxItems: LIMITS.snackItems,
  items: {
    type: 'object',
    properties: {
      name: text(LIMITS.snackNameLength, 'Which snack.'),
      quantity: {
        type: 'integer',
        minimum: 1,
        maximum: LIMITS.quantity,
        description: 'How many pieces.',
      },
      price: amount(LIMITS.priceCents, 'Of one piece, with at most two decimals.'),
    },
    required: ['name', 'quantity', 'price'],
    additionalProperties: false,
  },
} as const;

const DELIVERY_PREFERENCES = {
  type: 'object',
  description: 'How the customer would like to get the snacks.',
  properties: {
    method: { enum: DELIVERY_METHODS, description: 'Brought or fetched.' },
    address: text(LIMITS.deliveryAddressLength, 'Where to.'),
    instructions: text(LIMITS.deliveryInstructionsLength, 'What to mind.'),
  },
  additionalProperties: false,
} as const;

/** The fields that every event has, but for the status and the metadata. */
const ORDER_FIELDS = {
  orderId: { type: 'string', format: 'uuid', description: 'The order, as a lower-case UUID.' },
  customerName: text(LIMITS.customerNameLength, 'Whom the snacks are for.'),
  totalAmount: amount(
    MAX_DECIMAL_CENTS,
    'The exact price of all items together, with at most two decimals.',
  ),
  createdAt: { ...TIMESTAMP, description: 'When the order was placed, in UTC.' },
  priority: { enum: PRIORITIES, description: 'An order of high priority waits for approval.' },
} as const;

/** What every event says of where it comes from, under this version of its schema. */
export function metadataSchema(schemaVersion: number) {
  return {
    type: 'object',
    description: 'Where the event comes from, and what it can be recognised by.',
    properties: {
      eventId: {
        type: 'string',
        pattern: '^[0-9a-f-]{36}:[1-9][0-9]*:[0-9]+$',
        description: 'orderId:version:index, the same at every delivery: deduplicate by it.',
      },
      orderVersion: {
        type: 'integer',
        minimum: 1,
        description: 'The version of the order that the change led to: the later has more.',
      },
      schemaVersion: {
        const: schemaVersion,
        description: 'The version of this schema, as in its $id.',
      },
      occurredAt: { ...TIMESTAMP, description: 'When the order was changed, in UTC.' },
      correlationId: {
        type: 'string',
        description: 'The same for everything that one request brought about.',
      },
      causationId: {
        type: 'string',
        description: 'The id of the request or the event that was being handled.',
      },
    },
    required: [
      'eventId',
      'orderVersion',
      'schemaVersion',
      'occurredAt',
      'correlationId',
      'causationId',
    ],
    additionalProperties: false,
  } as const;
}

/** The names of a type's fields beyond those that every event has. */
type OwnField<T extends OrderEventType> = Exclude<
  keyof OrderEventDetail<T>,
  keyof typeof ORDER_FIELDS | 'status' | 'metadata'
>;

/** What one type of event adds to the shared parts: the compiler asks for each of its fields. */
interface OwnPart<T extends OrderEventType> {
  readonly description: string;
  readonly status: readonly OrderEventDetail<T>['status'][];
  readonly fields: Readonly<Record<OwnField<T>, FieldSchema>>;
  /** The fields that an event of the type may lack. */
  readonly optional?: readonly OwnField<T>[];
}

function schemaOf<T extends OrderEventType>(type: T, own: OwnPart<T>): OrderEventSchema {
  const properties: Record<string, FieldSchema> = {
    ...ORDER_FIELDS,
    status: { enum: own.status, description: 'The state that the change led to.' },
    ...own.fields,
    metadata: metadataSchema(SCHEMA_VERSIONS[type]),
  };
  const optional = new Set<PropertyKey>(own.optional);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:serverless-snacks:schema:${schemaFileName(type)}`,
    title: type,
    description: own.description,
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.has(name)),
    additionalProperties: false,
  };
}

/**
 * What each type of event carries in its `detail`. A published version never changes: whoever
 * changes a schema raises its number in `SCHEMA_VERSIONS`, and the version before stays published.
 */
export const ORDER_EVENT_SCHEMAS: Readonly<Record<OrderEventType, OrderEventSchema>> = {
  'Order Created': schemaOf('Order Created', {
    description: 'An order was placed.',
    status: LIFECYCLE.place.to,
    fields: {
      customerId: text(LIMITS.customerIdLength, 'The owner, where the order has a known one.'),
      snackItems: SNACK_ITEMS,
      deliveryPreferences: DELIVERY_PREFERENCES,
    },
    optional: ['customerId', 'deliveryPreferences'],
  }),
  'Order Updated': schemaOf('Order Updated', {
    description: 'What the order asks for was replaced.',
    status: LIFECYCLE.update.from,
    fields: {
      changed: {
        type: 'array',
        description: 'The names of the fields that have another value now.',
        items: { enum: UPDATED_FIELDS },
        uniqueItems: true,
      },
      snackItems: SNACK_ITEMS,
      deliveryPreferences: DELIVERY_PREFERENCES,
    },
    optional: ['deliveryPreferences'],
  }),
  'Order Approved': schemaOf('Order Approved', {
    description: 'An approver let the order go on.',
    status: LIFECYCLE.approve.to,
    fields: { decidedBy: ACTOR, note: NOTE },
    optional: ['note'],
  }),
  'Order Rejected': schemaOf('Order Rejected', {
    description: 'An approver declined the order, or nobody decided in time.',
    status: LIFECYCLE.reject.to,
    fields: {
      reason: { enum: REJECTION_REASONS, description: 'Declined by a person, or by time.' },
      decidedBy: ACTOR,
      note: NOTE,
    },
    optional: ['note'],
  }),
  'Order Cancelled': schemaOf('Order Cancelled', {
    description: 'The order was taken back before anybody had begun to work on it.',
    status: LIFECYCLE.cancel.to,
    fields: { cancelledBy: ACTOR },
  }),
  'Order Processed': schemaOf('Order Processed', {
    description: 'All steps of fulfilment were carried out.',
    status: LIFECYCLE.complete.to,
    fields: { processedAt: { ...TIMESTAMP, description: 'When that was, in UTC.' } },
  }),
  'Order Failed': schemaOf('Order Failed', {
    description: 'A step of fulfilment refused, and what the earlier ones did was undone.',
    status: LIFECYCLE.fail.to,
    fields: { reason: { enum: FAILURE_REASONS, description: 'What was not to be had.' } },
  }),
};
