import { type OrderRequest, readPaymentRules } from '@snacks/domain';

import type { SeededRandom, RandomSequence } from '../world/seeded-random.js';

/** How a client hands in an order. */
export const WAYS = ['http', 'direct', 'asynchronous'] as const;

/** What somebody does about an order once it is placed. */
export const FOLLOW_UPS = ['update', 'cancel', 'approve', 'reject', 'expire'] as const;

export interface FollowUp {
  /** Of its own in a run, whatever else of it is left out. */
  readonly name: string;
  readonly command: (typeof FOLLOW_UPS)[number];
  /** Milliseconds after the order's response. */
  readonly after: number;
  /** Of each line, where it is an update. */
  readonly quantity: number;
  /**
   * Milliseconds between a look at the order and the command, which names the version that was seen;
   * without a look it names none.
   */
  readonly thinks: number | undefined;
  /** Milliseconds after its response it is sent once more, as it was. */
  readonly again: number | undefined;
}

/** What a client does: one order, and what comes after. */
export interface PlannedOrder {
  /** `A`, `B` …: also the customer's name, so that the order can be told by it. */
  readonly name: string;
  /** The idempotency key that it is placed under. */
  readonly key: string;
  /** Milliseconds after the beginning. */
  readonly at: number;
  readonly way: (typeof WAYS)[number];
  readonly request: OrderRequest;
  /** Whose order it is. */
  readonly customerId: string;
  readonly followUps: readonly FollowUp[];
}

/** Payments from this amount on are declined. */
const DECLINED_FROM = 50;

export const PAYMENT_RULES = readPaymentRules([
  { when: { amountFrom: DECLINED_FROM }, reaction: 'decline' },
]);

const PRICES = { Chips: 3.99, Soda: 1.99, Caviar: DECLINED_FROM } as const;

type Snack = keyof typeof PRICES;

/** Clients begin whatever they do within this time, in milliseconds. */
export const BUSY_TIME = 2 * 60_000;

/** One of two customers. Like snacks, they are of their own for each seed: seeds may share a store. */
export function drawCustomer(draws: RandomSequence, seed: number): string {
  return `customer-${draws.between(1, 2)}-${seed}`;
}

/** How many pieces of each snack there are. */
export function drawStock(draws: RandomSequence, seed: number): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.keys(PRICES).map((snack) => [snackName(snack, seed), draws.between(1, 6)]),
  );
}

function snackName(snack: string, seed: number): string {
  return `${snack} ${seed}`;
}

export function planOrder(
  name: string,
  chance: SeededRandom,
  hurry: boolean,
  leftOut: ReadonlySet<string>,
): PlannedOrder {
  const draws = chance.of(`order ${name}`);
  const span = hurry ? 2_000 : BUSY_TIME;
  const snacks = drawSnacks(draws);
  const high = draws.happens(0.35);
  const followUps = Array.from({ length: draws.oneOf([0, 0, 1, 1, 2, 3]) }, (_, index) => {
    const command = draws.oneOf<FollowUp['command']>(
      high ? FOLLOW_UPS : ['cancel', 'cancel', 'update', 'approve', 'reject'],
    );
    return {
      name: `${command} ${name} ${index}`,
      command,
      after: draws.oneOf([0, draws.between(0, 500), draws.between(0, BUSY_TIME)]),
      quantity: draws.between(1, 3),
      thinks: draws.happens(0.4) ? draws.between(0, draws.oneOf([500, 20_000])) : undefined,
      again: draws.happens(0.25) ? draws.between(0, draws.oneOf([500, BUSY_TIME])) : undefined,
    };
  });
  return {
    name,
    key: `${name}-${chance.seed}`,
    at: draws.between(0, span),
    way: draws.oneOf(WAYS),
    request: requestOf(name, snacks, draws.between(1, 3), high, chance.seed),
    customerId: drawCustomer(draws, chance.seed),
    followUps: followUps.filter((followUp) => !leftOut.has(followUp.name)),
  };
}

export function drawSnacks(draws: RandomSequence): readonly Snack[] {
  if (draws.happens(0.15)) return ['Chips', 'Caviar'];
  return draws.oneOf<readonly Snack[]>([['Chips'], ['Soda'], ['Chips', 'Soda']]);
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

/** The same snacks, so many of each. */
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
