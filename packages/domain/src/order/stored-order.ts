import { hasCode, StoredOrderInvalidError } from '../errors.js';
import { isOrderEvent } from '../events/is-order-event.js';
import type { OrderEvent } from '../events/order-event.js';
import { isFields } from '../validation/field-rule.js';
import { ACTOR_KINDS } from './actor-kind.js';
import { LIFECYCLE, ORDER_STATUSES, type Command, type OrderStatus } from './lifecycle.js';
import {
  FAILURE_REASONS,
  REJECTION_REASONS,
  type FulfilmentRecord,
  type HistoryEntry,
  type Order,
} from './order.js';
import { ORDER_FIELD_RULES } from './order-field-rules.js';
import { readStoredContent } from './order-request.js';
import { toRecord, type OrderRecord } from './record.js';
import { isTimestamp } from './timestamp.js';

/** What a repository stores of an order. */
export interface StoredOrder {
  readonly order: Order;
  /** The events of the order's latest change only: the outbox. */
  readonly events: readonly OrderEvent[];
  /** Of the request that placed the order. */
  readonly requestHash: string;
}

/**
 * An order as a repository stores it: its record, and the fields that clients do not see. Plain data,
 * so that it is the same in every database and every stream.
 */
export interface OrderItem extends OrderRecord {
  readonly history: readonly HistoryEntry[];
  /** Each event of the latest change as JSON, so that every delivery sends exactly the same text. */
  readonly events: readonly string[];
  readonly requestHash: string;
  readonly finishedBy?: string;
}

/** The item to store. */
export function toItem({ order, events, requestHash }: StoredOrder): OrderItem {
  return {
    ...toRecord(order),
    ...('finishedBy' in order &&
      order.finishedBy !== undefined && { finishedBy: order.finishedBy }),
    history: order.history,
    events: events.map((event) => JSON.stringify(event)),
    requestHash,
  };
}

/**
 * Reads the events of an item's latest change.
 *
 * @throws {StoredOrderInvalidError} if they are not events as {@link toItem} writes them.
 */
export function readEvents(orderId: string, events: unknown): readonly OrderEvent[] {
  if (!Array.isArray(events)) throw new StoredOrderInvalidError(orderId, 'events');
  return events.map((text: unknown, index) => {
    const event = parseJson(text);
    if (!isOrderEvent(event)) throw new StoredOrderInvalidError(orderId, `events[${index}]`);
    return event;
  });
}

/** The `orderId` of an error about an item without a readable id. */
const UNKNOWN_ID = 'of unknown id';

function parseJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined; // The caller refuses it with the name of the field.
  }
}

/**
 * Reads an item, and validates every field: it may have been edited by hand, or written by a version of
 * the domain with other rules.
 *
 * @throws {StoredOrderInvalidError} with the order and the first field that is missing or wrong.
 */
export function fromItem(item: unknown): StoredOrder {
  if (!isFields(item)) throw new StoredOrderInvalidError(UNKNOWN_ID, 'item');
  const readableId = isString(item.orderId) ? item.orderId : UNKNOWN_ID;
  const orderId = check(item, 'orderId', ORDER_FIELD_RULES.orderId.accepts, readableId);
  const field = <T>(name: string, accepts: (value: unknown) => value is T): T =>
    check(item, name, accepts, orderId);

  const fields = {
    ...readContent(item, orderId),
    orderId,
    ...(item.customerId !== undefined && {
      customerId: field('customerId', ORDER_FIELD_RULES.customerId.accepts),
    }),
    createdAt: field('createdAt', isTimestamp),
    updatedAt: field('updatedAt', isTimestamp),
    version: field('version', isVersion),
    history: field('history', isHistory),
  };
  const status = field('status', isStatus);
  const ending = {
    ...(item.fulfilment !== undefined && { fulfilment: field('fulfilment', isFulfilmentRecord) }),
    ...(item.finishedBy !== undefined && { finishedBy: field('finishedBy', isString) }),
  };
  return {
    order: readState(fields, status, ending, field),
    events: readEvents(orderId, item.events),
    requestHash: field('requestHash', isString),
  };
}

type Fields = Omit<Extract<Order, { status: 'NEW' }>, 'status'>;

function readState(
  fields: Fields,
  status: OrderStatus,
  ending: { readonly fulfilment?: FulfilmentRecord; readonly finishedBy?: string },
  field: <T>(name: string, accepts: (value: unknown) => value is T) => T,
): Order {
  switch (status) {
    case 'PROCESSED':
      return { ...fields, status, processedAt: field('processedAt', isTimestamp), ...ending };
    case 'REJECTED':
      return { ...fields, status, reason: field('reason', isRejectionReason) };
    case 'FAILED':
      return { ...fields, status, reason: field('reason', isFailureReason), ...ending };
    default:
      return { ...fields, status };
  }
}

function readContent(item: Readonly<Record<string, unknown>>, orderId: string) {
  const { customerName, snackItems, totalAmount, priority, deliveryPreferences } = item;
  // Unlike in a request, the priority cannot be left out.
  check(item, 'priority', ORDER_FIELD_RULES.priority.accepts, orderId);
  try {
    return readStoredContent({
      customerName,
      snackItems,
      totalAmount,
      priority,
      deliveryPreferences,
    });
  } catch (error) {
    if (hasCode(error, 'ORDER_INVALID')) {
      throw new StoredOrderInvalidError(orderId, error.issues.map(({ field }) => field).join(', '));
    }
    if (hasCode(error, 'TOTAL_MISMATCH')) throw new StoredOrderInvalidError(orderId, 'totalAmount');
    throw error;
  }
}

function check<T>(
  item: Readonly<Record<string, unknown>>,
  name: string,
  accepts: (value: unknown) => value is T,
  orderId: string,
): T {
  const value = item[name];
  if (!accepts(value)) throw new StoredOrderInvalidError(orderId, name);
  return value;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

/** A type guard for exactly the given values. */
function oneOf<T extends string>(choices: readonly T[]): (value: unknown) => value is T {
  return (value): value is T => choices.some((choice) => choice === value);
}

const isActorKind = oneOf(ACTOR_KINDS);
const isStatus = oneOf(ORDER_STATUSES);
const isRejectionReason = oneOf(REJECTION_REASONS);
const isFailureReason = oneOf(FAILURE_REASONS);

function isFulfilmentRecord(value: unknown): value is FulfilmentRecord {
  return isFields(value) && Object.values(value).every(isString);
}

function isVersion(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}

function isCommand(value: unknown): value is Command {
  return typeof value === 'string' && Object.hasOwn(LIFECYCLE, value);
}

function isHistory(value: unknown): value is readonly HistoryEntry[] {
  return Array.isArray(value) && value.every(isHistoryEntry);
}

function isHistoryEntry(entry: unknown): entry is HistoryEntry {
  return (
    isFields(entry) &&
    isVersion(entry.version) &&
    isCommand(entry.command) &&
    isStatus(entry.status) &&
    isTimestamp(entry.at) &&
    isString(entry.actor) &&
    (entry.actorKind === undefined || isActorKind(entry.actorKind)) &&
    isString(entry.correlationId) &&
    (entry.note === undefined || isString(entry.note))
  );
}
