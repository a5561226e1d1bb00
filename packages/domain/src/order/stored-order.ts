import { hasCode, StoredOrderInvalidError } from '../errors.js';
import type { OrderEvent } from '../events/order-event.js';
import { isFields } from '../validation/field-rule.js';
import { ACTOR_KINDS, type ActorKind } from './actor-kind.js';
import { eventsOf, originOf, type EventOrigin } from './events-of.js';
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
import { isTimestamp, toMilliseconds, toTimestamp } from './timestamp.js';

/** What a repository stores of an order. */
export interface StoredOrder {
  readonly order: Order;
  /** The events of the order's latest change only, one or none: the outbox. */
  readonly events: readonly OrderEvent[];
  /** Of the request that placed the order. */
  readonly requestHash: string;
}

/**
 * An order as a repository stores it: its record, and the fields that clients do not see. Plain data, so
 * that it is the same in every database and every stream. Events are rendered from the order.
 */
export interface OrderItem extends OrderRecord {
  /** One entry for each version, oldest first. */
  readonly history: readonly HistoryTuple[];
  /** The origin of the latest change's event; left out if the change has no event. */
  readonly outbox?: EventOrigin;
  readonly requestHash: string;
  readonly finishedBy?: string;
}

/**
 * An entry of the history. `at` is in milliseconds since the epoch. The correlation id is `null` if it is the
 * same as in the entry before. The kind of the actor is `null` if it is unknown and a note follows.
 */
export type HistoryTuple = readonly [
  command: Command,
  status: OrderStatus,
  at: number,
  actor: string,
  correlationId: string | null,
  actorKind?: ActorKind | null,
  note?: string,
];

/** The item to store. */
export function toItem({ order, events, requestHash }: StoredOrder): OrderItem {
  const [event] = events;
  return {
    ...toRecord(order),
    ...('finishedBy' in order &&
      order.finishedBy !== undefined && { finishedBy: order.finishedBy }),
    history: order.history.map(toTuple),
    ...(event !== undefined && { outbox: originOf(event) }),
    requestHash,
  };
}

function toTuple(
  entry: HistoryEntry,
  index: number,
  history: readonly HistoryEntry[],
): HistoryTuple {
  const { command, status, at, actor, actorKind, note } = entry;
  const isSame = history[index - 1]?.correlationId === entry.correlationId;
  const correlationId = isSame ? null : entry.correlationId;
  const fields = [command, status, toMilliseconds(at), actor, correlationId] as const;
  if (note !== undefined) return [...fields, actorKind ?? null, note];
  return actorKind === undefined ? fields : [...fields, actorKind];
}

function toHistory(tuples: readonly HistoryTuple[]): readonly HistoryEntry[] {
  let correlationId = '';
  return tuples.map(([command, status, at, actor, ownId, actorKind, note], index) => {
    correlationId = ownId ?? correlationId;
    return {
      version: index + 1,
      command,
      status,
      at: toTimestamp(at),
      actor,
      ...(isActorKind(actorKind) && { actorKind }),
      correlationId,
      ...(note !== undefined && { note }),
    };
  });
}

/**
 * Reads the events of an item's latest change. They are rendered from the item, with the same text each time.
 * Needs all attributes but the hash of the request.
 *
 * @throws {StoredOrderInvalidError} as {@link fromItem} does.
 */
export function readEvents(item: unknown): readonly OrderEvent[] {
  return readItem(item).events;
}

/** The `orderId` of an error about an item without a readable id. */
const UNKNOWN_ID = 'of unknown id';

/**
 * Reads an item, and validates every field: it may have been edited by hand, or written by a version of
 * the domain with other rules.
 *
 * @throws {StoredOrderInvalidError} with the order and the first field that is missing or wrong.
 */
export function fromItem(item: unknown): StoredOrder {
  const { order, events, field } = readItem(item);
  return { order, events, requestHash: field('requestHash', isString) };
}

/** Returns a field of an item, or refuses the item. */
type FieldReader = <T>(name: string, accepts: (value: unknown) => value is T) => T;

function readItem(item: unknown) {
  if (!isFields(item)) throw new StoredOrderInvalidError(UNKNOWN_ID, 'item');
  const readableId = isString(item.orderId) ? item.orderId : UNKNOWN_ID;
  const orderId = check(item, 'orderId', ORDER_FIELD_RULES.orderId.accepts, readableId);
  const field: FieldReader = (name, accepts) => check(item, name, accepts, orderId);

  const version = field('version', isVersion);
  const history = field('history', isHistory);
  if (history.length !== version) throw new StoredOrderInvalidError(orderId, 'history');
  const fields = {
    ...readContent(item, orderId),
    orderId,
    ...(item.customerId !== undefined && {
      customerId: field('customerId', ORDER_FIELD_RULES.customerId.accepts),
    }),
    createdAt: field('createdAt', isTimestamp),
    updatedAt: field('updatedAt', isTimestamp),
    version,
    history: toHistory(history),
  };
  const order = readState(fields, item, field);
  const events = item.outbox === undefined ? [] : eventsOf(order, field('outbox', isEventOrigin));
  return { order, events, field };
}

type Fields = Omit<Extract<Order, { status: 'NEW' }>, 'status'>;

function readState(
  fields: Fields,
  item: Readonly<Record<string, unknown>>,
  field: FieldReader,
): Order {
  const status = field('status', isStatus);
  const ending = {
    ...(item.fulfilment !== undefined && { fulfilment: field('fulfilment', isFulfilmentRecord) }),
    ...(item.finishedBy !== undefined && { finishedBy: field('finishedBy', isString) }),
  };
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

function isHistory(value: unknown): value is readonly HistoryTuple[] {
  return Array.isArray(value) && value.every(isHistoryTuple);
}

function isHistoryTuple(entry: unknown, index: number): entry is HistoryTuple {
  if (!Array.isArray(entry)) return false;
  const [command, status, at, actor, correlationId, actorKind, note]: readonly unknown[] = entry;
  return (
    isCommand(command) &&
    isStatus(status) &&
    isMilliseconds(at) &&
    isString(actor) &&
    (isString(correlationId) || (correlationId === null && index > 0)) &&
    hasOwnDetails(actorKind, note)
  );
}

function hasOwnDetails(actorKind: unknown, note: unknown): boolean {
  return (
    (actorKind === undefined || actorKind === null || isActorKind(actorKind)) &&
    (note === undefined || isString(note))
  );
}

/** Whether a value is a time that a timestamp can have. */
function isMilliseconds(value: unknown): value is number {
  return typeof value === 'number' && new Date(value).getTime() === value;
}

function isEventOrigin(value: unknown): value is EventOrigin {
  return (
    isFields(value) &&
    (value.causationId === undefined || isString(value.causationId)) &&
    (value.changed === undefined || (Array.isArray(value.changed) && value.changed.every(isString)))
  );
}
