import { admit } from '../order/admit.js';
import type { Change, ChangeContext } from '../order/change.js';
import type { EventRecord } from '../ports/event-records.js';
import type { ChangeCommand, From, OrderStatus } from '../order/lifecycle.js';
import type {
  NewOrder,
  Order,
  OrderId,
  OrderIn,
  PendingApprovalOrder,
  ProcessingOrder,
  Priority,
} from '../order/order.js';
import { orderIdOf, orderKey, type OrderKey } from '../order/order-key.js';
import { readOrderRequest, type OrderRequest } from '../order/order-request.js';
import { toTimestamp } from '../order/timestamp.js';
import {
  approve,
  cancel,
  claim,
  complete,
  expire,
  fail,
  place,
  reject,
  update,
} from '../order/transitions.js';

/** 2026-01-01T00:00:00.000Z, when built orders are placed by default. */
export const BUILT_AT = Date.UTC(2026, 0, 1);

/** The traits of a built order. All have defaults. */
export interface OrderTraits {
  readonly orderId?: OrderId;
  readonly customerId?: string;
  readonly priority?: Priority;
  readonly request?: Partial<OrderRequest>;
  /** The time of placing, in milliseconds since the epoch. Each later change is one second later. */
  readonly placedAt?: number;
}

/** Different for each copy of the package, so that two copies in one process build different ids. */
const COPY = Math.floor(Math.random() * 0x1_0000_0000)
  .toString(16)
  .padStart(8, '0');
let count = 0;

/** An order id that no other built order has. */
export function anOrderId(): OrderId {
  count += 1;
  return `${COPY}-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
}

/** The key of an order that no other built order has. The orders are placed a tenth of a second apart. */
export function anOrderKey(): OrderKey {
  const orderId = anOrderId();
  return orderKey({ orderId, createdAt: toTimestamp(BUILT_AT + count * 100) });
}

/** The key of a later order with the same id, after the first one was deleted. */
export function laterKeyOf(key: OrderKey): OrderKey {
  return orderKey({ orderId: orderIdOf(key), createdAt: toTimestamp(BUILT_AT + A_YEAR) });
}

const A_YEAR = 365 * 86_400_000;

/** John's order of two bags of chips and a soda for 9.97. */
export function anOrderRequest(overrides: Partial<OrderRequest> = {}): OrderRequest {
  return {
    customerName: 'John Doe',
    snackItems: [
      { name: 'Chips', quantity: 2, price: 3.99 },
      { name: 'Soda', quantity: 1, price: 1.99 },
    ],
    totalAmount: 9.97,
    ...overrides,
  };
}

/** The context of a change by `tester` at {@link BUILT_AT}. */
export function aChangeContext(overrides: Partial<ChangeContext> = {}): ChangeContext {
  return { now: BUILT_AT, actor: 'tester', correlationId: 'correlation-1', ...overrides };
}

/** A new order with its event: NEW, or PENDING_APPROVAL if its priority is high. */
export function aPlacing(traits: OrderTraits = {}): Change<NewOrder | PendingApprovalOrder> {
  const { orderId = anOrderId(), customerId, priority = 'medium', placedAt = BUILT_AT } = traits;
  return place(
    readOrderRequest(anOrderRequest({ priority, ...traits.request })),
    { orderId, ...(customerId !== undefined && { customerId }) },
    aChangeContext({ now: placedAt }),
  );
}

/** An order that waits for processing. */
export function aNewOrder(traits: Omit<OrderTraits, 'priority'> = {}): NewOrder {
  return inStatus('NEW', aPlacing({ ...traits, priority: 'medium' }).order);
}

/** An order that waits for approval. */
export function aPendingOrder(traits: Omit<OrderTraits, 'priority'> = {}): PendingApprovalOrder {
  return inStatus('PENDING_APPROVAL', aPlacing({ ...traits, priority: 'high' }).order);
}

/** An order in any state, with the history that leads there. */
export function anOrderIn<S extends OrderStatus>(
  status: S,
  traits: Omit<OrderTraits, 'priority'> = {},
): OrderIn<S> {
  return inStatus(status, IN_STATE[status](traits));
}

type Traits = Omit<OrderTraits, 'priority'>;

function afterPlacing({ placedAt = BUILT_AT }: Traits, seconds: number): ChangeContext {
  return aChangeContext({ now: placedAt + seconds * 1_000 });
}

function aProcessingOrder(traits: Traits): ProcessingOrder {
  return claim(aNewOrder(traits), afterPlacing(traits, 1)).order;
}

/** How an order gets into each state. */
const IN_STATE: Readonly<Record<OrderStatus, (traits: Traits) => Order>> = {
  NEW: aNewOrder,
  PENDING_APPROVAL: aPendingOrder,
  APPROVED: (traits) => approve(aPendingOrder(traits), undefined, afterPlacing(traits, 1)).order,
  REJECTED: (traits) => reject(aPendingOrder(traits), undefined, afterPlacing(traits, 1)).order,
  CANCELLED: (traits) => cancel(aNewOrder(traits), afterPlacing(traits, 1)).order,
  PROCESSING: aProcessingOrder,
  PROCESSED: (traits) =>
    complete(aProcessingOrder(traits), afterPlacing(traits, 2), {
      stock: 'sold',
      payment: 'captured',
    }).order,
  FAILED: (traits) =>
    fail(aProcessingOrder(traits), 'OUT_OF_STOCK', afterPlacing(traits, 2), {
      stock: 'out of stock',
      payment: 'not taken',
    }).order,
};

/** How each command changes an order. */
const CHANGES: Readonly<
  Record<ChangeCommand, (order: Order, context: ChangeContext) => Change | undefined>
> = {
  update: (order, context) => {
    const content = readOrderRequest(anOrderRequest({ customerName: 'Jane Doe' }));
    return changed('update', order, (updatable) => update(updatable, content, context));
  },
  approve: (order, context) =>
    changed('approve', order, (pending) => approve(pending, undefined, context)),
  reject: (order, context) =>
    changed('reject', order, (pending) => reject(pending, undefined, context)),
  expire: (order, context) => changed('expire', order, (pending) => expire(pending, context)),
  cancel: (order, context) =>
    changed('cancel', order, (cancellable) => cancel(cancellable, context)),
  claim: (order, context) => changed('claim', order, (claimable) => claim(claimable, context)),
  complete: (order, context) =>
    changed('complete', order, (processing) => complete(processing, context)),
  fail: (order, context) =>
    changed('fail', order, (processing) => fail(processing, 'OUT_OF_STOCK', context)),
};

/**
 * The change of an order by a command; `undefined` if the order is already in the target state. An
 * update changes the customer's name to Jane Doe.
 *
 * @throws {OrderConflictError} if the state of the order forbids the command.
 */
export function aChangeBy(
  command: ChangeCommand,
  order: Order,
  overrides: Partial<ChangeContext> = {},
): Change | undefined {
  return CHANGES[command](order, aChangeContext(overrides));
}

function changed<C extends ChangeCommand>(
  command: C,
  order: Order,
  change: (order: OrderIn<From<C>>) => Change,
): Change | undefined {
  const admitted = admit(command, order);
  return admitted && change(admitted);
}

function isIn<S extends OrderStatus>(status: S, order: Order): order is OrderIn<S> {
  return order.status === status;
}

function inStatus<S extends OrderStatus>(status: S, order: Order): OrderIn<S> {
  if (isIn(status, order)) return order;
  throw new Error(`The built order is ${order.status}, not ${status}.`);
}

/** The record of an external event: a measurement of a vending machine. */
export function anEventRecord(traits: Partial<EventRecord> = {}): EventRecord {
  return {
    eventId: anOrderId(),
    source: 'sensor-01',
    type: 'temperature',
    payload: { value: 22.5, unit: 'celsius' },
    receivedAt: toTimestamp(BUILT_AT),
    correlationId: 'correlation-1',
    ...traits,
  };
}
