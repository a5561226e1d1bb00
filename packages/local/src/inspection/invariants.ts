import { isTerminal, LIFECYCLE, type Order } from '@snacks/domain';
import { orderKey, type StockLevel } from '@snacks/domain/ports';
import type { PaymentEntry } from '@snacks/domain/payment-simulator';

/** The platform at one time, as the invariants look at it. */
export interface Snapshot {
  /** Whether nothing is under way: no function runs, and no message can be received now. */
  readonly idle: boolean;
  readonly orders: readonly Order[];
  readonly payments: ReadonlyMap<string, PaymentEntry>;
  readonly stock: ReadonlyMap<string, StockLevel>;
  /** The bodies of all messages in all queues. */
  readonly messages: readonly string[];
}

/** Whether an invariant holds; `null` if that cannot be said while work is under way. */
export interface InvariantResult {
  readonly name: string;
  readonly holds: boolean | null;
  readonly detail: string;
}

/** Checks the invariants of a running platform. One that is broken stays visible in its detail. */
export function checkInvariants(snapshot: Snapshot): readonly InvariantResult[] {
  return CHECKS.map(({ name, needsIdle, check }) => {
    if (needsIdle && !snapshot.idle) {
      return { name, holds: null, detail: 'Work is under way.' };
    }
    const broken = check(snapshot);
    return {
      name,
      holds: broken.length === 0,
      detail: broken.length === 0 ? 'It holds.' : broken.slice(0, 5).join('; '),
    };
  });
}

interface Check {
  readonly name: string;
  /** Whether it may be broken for a moment while work is under way. */
  readonly needsIdle: boolean;
  /** Returns what breaks the invariant. */
  readonly check: (snapshot: Snapshot) => readonly string[];
}

const CHECKS: readonly Check[] = [
  {
    name: 'No order is lost: each is finished, waits for approval, or has a message in a queue',
    needsIdle: true,
    check: ({ orders, messages }) =>
      orders
        .filter(({ status }) => !isTerminal(status) && status !== 'PENDING_APPROVAL')
        .filter(({ orderId }) => !hasMessage(orderId, messages))
        .map(({ orderId, status }) => `${orderId} is ${status} and has no message`),
  },
  {
    name: 'The history of every order follows the lifecycle, without a gap',
    needsIdle: false,
    check: ({ orders }) => orders.flatMap(brokenHistory),
  },
  {
    name: 'Every PROCESSED order is charged once, and exactly its total, or has a message that does it',
    needsIdle: true,
    check: ({ orders, payments, messages }) =>
      orders
        .filter(({ status }) => status === 'PROCESSED')
        .filter(({ orderId }) => !hasMessage(orderId, messages))
        .flatMap((order) => {
          const payment = payments.get(orderKey(order));
          return payment?.state === 'captured' && payment.amount === order.totalAmount
            ? []
            : [
                `${order.orderId}: ${payment?.state ?? 'no payment'}, ${payment?.amount ?? 0} cents`,
              ];
        }),
  },
  {
    name: 'No other order is charged',
    needsIdle: true,
    check: ({ orders, payments }) =>
      orders
        .filter(({ status }) => status !== 'PROCESSED')
        .filter((order) => payments.get(orderKey(order))?.state === 'captured')
        .map(({ orderId, status }) => `${orderId} is ${status} and charged`),
  },
  {
    name: 'No stock is below zero',
    needsIdle: false,
    check: ({ stock }) =>
      [...stock]
        .filter(([, level]) => Math.min(level.available, level.reserved, level.sold) < 0)
        .map(([name]) => name),
  },
  {
    name: 'Stock is reserved only for orders that are being processed',
    needsIdle: true,
    check: ({ orders, stock, messages }) =>
      [...stock].flatMap(([name, { reserved }]) => {
        const wanted = orders
          .filter(({ orderId, status }) => status === 'PROCESSING' || hasMessage(orderId, messages))
          .flatMap(({ snackItems }) => snackItems.filter((item) => item.name === name))
          .reduce((sum, { quantity }) => sum + quantity, 0);
        return reserved > wanted ? [`${name}: ${reserved} reserved, ${wanted} in processing`] : [];
      }),
  },
];

/** Whether a queue or a dead-letter queue has a message of the order: its processing goes on with it. */
function hasMessage(orderId: string, messages: readonly string[]): boolean {
  return messages.some((body) => body.includes(orderId));
}

function brokenHistory({ orderId, history, version, status }: Order): readonly string[] {
  const isGapless = history.every((change, n) => change.version === n + 1);
  const ends = history.at(-1);
  const isWhole = isGapless && ends?.version === version && ends.status === status;
  const isAllowed = history.every(({ command }, n) => {
    const before = history[n - 1]?.status;
    const from: readonly string[] = LIFECYCLE[command].from;
    return before === undefined ? command === 'place' : from.includes(before);
  });
  return isWhole && isAllowed ? [] : [`${orderId}, version ${version}`];
}
