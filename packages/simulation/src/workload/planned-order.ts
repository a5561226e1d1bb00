import type { OrderRequest } from '@snacks/domain';
import { readPaymentRules } from '@snacks/domain/payment-simulator';

import type { SeededRandom, RandomSequence } from '../world/seeded-random.js';

/** The ways of placing an order. */
export const WAYS = ['http', 'direct', 'asynchronous'] as const;

/** The commands on an order after it is placed. */
export const FOLLOW_UPS = ['update', 'cancel', 'approve', 'reject', 'expire'] as const;

export interface FollowUp {
  /** Unique in a run, also when other parts are left out. */
  readonly name: string;
  readonly command: (typeof FOLLOW_UPS)[number];
  /** Milliseconds after the response to the order. */
  readonly after: number;
  /** The new quantity of each line, for an update. */
  readonly quantity: number;
  /**
   * Milliseconds between reading the order and sending the command, which names the version that was
   * read. If `undefined`, the order is not read, and the command names no version.
   */
  readonly thinkTime: number | undefined;
  /** Milliseconds after its response until the command is sent once more; `undefined`: it is not. */
  readonly repeatAfter: number | undefined;
}

/** The plan of a client: one order and its follow-ups. */
export interface PlannedOrder {
  /** `A`, `B` …: also the customer's name, which identifies the order. */
  readonly name: string;
  /** Its idempotency key. */
  readonly key: string;
  /** Milliseconds after the start of the run. */
  readonly at: number;
  readonly way: (typeof WAYS)[number];
  readonly request: OrderRequest;
  /** The owner of the order. */
  readonly customerId: string;
  readonly followUps: readonly FollowUp[];
}

/** Payments of this amount or more are declined. */
const DECLINED_FROM = 50;

export const PAYMENT_RULES = readPaymentRules([
  { when: { amountFrom: DECLINED_FROM }, reaction: 'decline' },
]);

const PRICES = { Chips: 3.99, Soda: 1.99, Caviar: DECLINED_FROM } as const;

type Snack = keyof typeof PRICES;

/** All planned actions begin within so many milliseconds. */
export const BUSY_TIME = 2 * 60_000;

/** One of two customers. Each seed has its own customers and snacks, because seeds may share a store. */
export function drawCustomer(sequence: RandomSequence, seed: number): string {
  return `customer-${sequence.between(1, 2)}-${seed}`;
}

/** Draws the pieces of each snack. */
export function drawStock(
  sequence: RandomSequence,
  seed: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.keys(PRICES).map((snack) => [snackName(snack, seed), sequence.between(1, 6)]),
  );
}

/** The prices of all snacks of a seed. */
export function catalogueOf(seed: number): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(PRICES).map(([snack, price]) => [snackName(snack, seed), price]),
  );
}

function snackName(snack: string, seed: number): string {
  return `${snack} ${seed}`;
}

/** @param isHurried places the order within two seconds instead of `BUSY_TIME`. */
export function planOrder(
  name: string,
  random: SeededRandom,
  isHurried: boolean,
  leftOut: ReadonlySet<string>,
): PlannedOrder {
  const sequence = random.sequence(`order ${name}`);
  const span = isHurried ? 2_000 : BUSY_TIME;
  const snacks = drawSnacks(sequence);
  const high = sequence.happens(0.35);
  const followUps = Array.from({ length: sequence.oneOf([0, 0, 1, 1, 2, 3]) }, (_, index) => {
    const command = sequence.oneOf<FollowUp['command']>(
      high ? FOLLOW_UPS : ['cancel', 'cancel', 'update', 'approve', 'reject'],
    );
    return {
      name: `${command} ${name} ${index}`,
      command,
      after: sequence.oneOf([0, sequence.between(0, 500), sequence.between(0, BUSY_TIME)]),
      quantity: sequence.between(1, 3),
      thinkTime: sequence.happens(0.4)
        ? sequence.between(0, sequence.oneOf([500, 20_000]))
        : undefined,
      repeatAfter: sequence.happens(0.25)
        ? sequence.between(0, sequence.oneOf([500, BUSY_TIME]))
        : undefined,
    };
  });
  const at = sequence.between(0, span);
  const way = sequence.oneOf(WAYS);
  const request = requestOf(name, snacks, sequence.between(1, 3), high, random.seed);
  // The client of an asynchronous request would not learn that it was refused.
  const isCheap = way !== 'asynchronous' && random.sequence(`price of ${name}`).happens(0.1);
  return {
    name,
    key: `${name}-${random.seed}`,
    at,
    way,
    request: isCheap ? cheaper(request) : request,
    customerId: drawCustomer(sequence, random.seed),
    followUps: followUps.filter((followUp) => !leftOut.has(followUp.name)),
  };
}

/** The same order in a rush: for one bag of chips, at the same moment as all others. */
export function inRush(order: PlannedOrder, seed: number): PlannedOrder {
  return {
    ...order,
    at: 0,
    way: 'http',
    request: requestOf(order.name, ['Chips'], 1, false, seed),
    followUps: [],
  };
}

/** The same order, each piece for a cent less than in the catalogue. */
function cheaper(request: OrderRequest): OrderRequest {
  const items = request.snackItems.map(({ name, price }) => ({
    name,
    price: Math.round(price * 100 - 1) / 100,
  }));
  return { ...request, ...withQuantity(items, request.snackItems[0]?.quantity ?? 1) };
}

export function drawSnacks(sequence: RandomSequence): readonly Snack[] {
  if (sequence.happens(0.15)) return ['Chips', 'Caviar'];
  return sequence.oneOf<readonly Snack[]>([['Chips'], ['Soda'], ['Chips', 'Soda']]);
}

export function requestOf(
  customerName: string,
  snacks: readonly Snack[],
  quantity: number,
  high: boolean,
  seed: number,
): OrderRequest {
  return {
    customerName,
    priority: high ? 'high' : 'medium',
    ...withQuantity(
      snacks.map((snack) => ({ name: snackName(snack, seed), price: PRICES[snack] })),
      quantity,
    ),
  };
}

/** The lines of these snacks with this quantity each, and their total. */
export function withQuantity(
  items: readonly { readonly name: string; readonly price: number }[],
  quantity: number,
): Pick<OrderRequest, 'snackItems' | 'totalAmount'> {
  const cents = items.reduce((sum, { price }) => sum + Math.round(price * 100) * quantity, 0);
  return {
    snackItems: items.map(({ name, price }) => ({ name, quantity, price })),
    totalAmount: cents / 100,
  };
}
