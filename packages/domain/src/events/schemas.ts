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
import type { JsonSchema } from '../validation/json-schema.js';
import { SCHEMA_VERSIONS, type OrderEventDetail } from './order-event.js';

/** The JSON Schema (draft 2020-12) of the `detail` of one type of event. */
export interface OrderEventSchema {
  readonly $schema: 'https://json-schema.org/draft/2020-12/schema';
  /** Has the file name of the schema, and so its version. */
  readonly $id: string;
  readonly title: OrderEventType;
  readonly description: string;
  readonly type: 'object';
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
}

/**
 * The file name of a version of a type's schema, such as `order-created.v1.json`: in the folder
 * `schemas` of this package, and at the end of the schema's `$id`.
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

const ACTOR = {
  type: 'string',
  description: 'The subject or the function that made the change.',
} as const;
const NOTE = text(LIMITS.noteLength, 'The note on the decision, for the customer.');

const SNACK_ITEMS = {
  type: 'array',
  description: 'All items of the order.',
  minItems: 1,
  maxItems: LIMITS.snackItems,
  items: {
    type: 'object',
    properties: {
      name: text(LIMITS.snackNameLength, 'The name of the snack.'),
      quantity: {
        type: 'integer',
        minimum: 1,
        maximum: LIMITS.quantity,
        description: 'The number of pieces.',
      },
      price: amount(LIMITS.priceCents, 'The price of one piece, with at most two decimals.'),
    },
    required: ['name', 'quantity', 'price'],
    additionalProperties: false,
  },
} as const;

const DELIVERY_PREFERENCES = {
  type: 'object',
  description: 'How the customer prefers to get the order.',
  properties: {
    method: { enum: DELIVERY_METHODS, description: 'Delivery or pickup.' },
    address: text(LIMITS.deliveryAddressLength, 'The address of the delivery.'),
    instructions: text(LIMITS.deliveryInstructionsLength, 'Instructions for the delivery.'),
  },
  additionalProperties: false,
} as const;

/** The fields that every event has, beside the status and the metadata. */
const ORDER_FIELDS = {
  orderId: {
    type: 'string',
    format: 'uuid',
    description: 'The id of the order: a lower-case UUID.',
  },
  customerName: text(LIMITS.customerNameLength, 'The name of the customer.'),
  totalAmount: amount(
    MAX_DECIMAL_CENTS,
    'The exact price of all items, with at most two decimals.',
  ),
  createdAt: { ...TIMESTAMP, description: 'When the order was placed, in UTC.' },
  priority: { enum: PRIORITIES, description: 'An order of high priority needs an approval.' },
} as const;

/** The schema of an event's metadata, for a version of the event's schema. */
export function metadataSchema(schemaVersion: number) {
  return {
    type: 'object',
    description: 'The identity and the origin of the event.',
    properties: {
      eventId: {
        type: 'string',
        pattern: '^[0-9a-f-]{36}:[1-9][0-9]*:[0-9]+$',
        description: 'orderId:version:index, the same in every delivery: deduplicate by it.',
      },
      orderVersion: {
        type: 'integer',
        minimum: 1,
        description: 'The version of the order after the change. A later event has a higher one.',
      },
      schemaVersion: {
        const: schemaVersion,
        description: 'The version of this schema, as in its $id.',
      },
      occurredAt: { ...TIMESTAMP, description: 'When the order was changed, in UTC.' },
      correlationId: {
        type: 'string',
        description: 'The same for all changes and events that one request causes.',
      },
      causationId: {
        type: 'string',
        description: 'The id of the request or event that caused the change.',
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

/** The names of a type's own fields: all but those that every event has. */
type OwnField<T extends OrderEventType> = Exclude<
  keyof OrderEventDetail<T>,
  keyof typeof ORDER_FIELDS | 'status' | 'metadata'
>;

/** The parts of one type's schema that differ from the others. A missing field does not compile. */
interface OwnPart<T extends OrderEventType> {
  readonly description: string;
  readonly status: readonly OrderEventDetail<T>['status'][];
  readonly fields: Readonly<Record<OwnField<T>, JsonSchema>>;
  /** The fields that may be absent. */
  readonly optional?: readonly OwnField<T>[];
}

function schemaOf<T extends OrderEventType>(type: T, own: OwnPart<T>): OrderEventSchema {
  const properties: Record<string, JsonSchema> = {
    ...ORDER_FIELDS,
    status: { enum: own.status, description: 'The state after the change.' },
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
 * The JSON Schema of each type's `detail`. A published version never changes: to change a schema, raise
 * its version in `SCHEMA_VERSIONS`; the previous version stays published.
 */
export const ORDER_EVENT_SCHEMAS: Readonly<Record<OrderEventType, OrderEventSchema>> = {
  'Order Created': schemaOf('Order Created', {
    description: 'An order was placed.',
    status: LIFECYCLE.place.to,
    fields: {
      customerId: text(LIMITS.customerIdLength, 'The owner; absent if the owner is unknown.'),
      snackItems: SNACK_ITEMS,
      deliveryPreferences: DELIVERY_PREFERENCES,
    },
    optional: ['customerId', 'deliveryPreferences'],
  }),
  'Order Updated': schemaOf('Order Updated', {
    description: 'The content of an order was replaced.',
    status: LIFECYCLE.update.from,
    fields: {
      changed: {
        type: 'array',
        description: 'The names of the fields whose values changed.',
        items: { enum: UPDATED_FIELDS },
        uniqueItems: true,
      },
      snackItems: SNACK_ITEMS,
      deliveryPreferences: DELIVERY_PREFERENCES,
    },
    optional: ['deliveryPreferences'],
  }),
  'Order Approved': schemaOf('Order Approved', {
    description: 'An approver approved the order.',
    status: LIFECYCLE.approve.to,
    fields: { decidedBy: ACTOR, note: NOTE },
    optional: ['note'],
  }),
  'Order Rejected': schemaOf('Order Rejected', {
    description: 'An approver declined the order, or no approver decided in time.',
    status: LIFECYCLE.reject.to,
    fields: {
      reason: { enum: REJECTION_REASONS, description: 'Declined by an approver, or expired.' },
      decidedBy: ACTOR,
      note: NOTE,
    },
    optional: ['note'],
  }),
  'Order Cancelled': schemaOf('Order Cancelled', {
    description: 'The order was cancelled before its processing.',
    status: LIFECYCLE.cancel.to,
    fields: { cancelledBy: ACTOR },
  }),
  'Order Processed': schemaOf('Order Processed', {
    description: 'All fulfilment steps succeeded.',
    status: LIFECYCLE.complete.to,
    fields: { processedAt: { ...TIMESTAMP, description: 'When the order was processed, in UTC.' } },
  }),
  'Order Failed': schemaOf('Order Failed', {
    description: 'A fulfilment step refused. The effects of the steps are undone.',
    status: LIFECYCLE.fail.to,
    fields: {
      reason: { enum: FAILURE_REASONS, description: 'Out of stock, or payment declined.' },
    },
  }),
};
