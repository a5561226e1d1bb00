import { randomUUID } from 'node:crypto';
import { topology } from '@snacks/handlers';

const PRICE = 1.25;

/** The price of the snack in cents. */
export const SNACK_CENTS = PRICE * 100;

const SNACK = { quantity: 1, price: PRICE };

/** The source of the events that start the processing. */
export const [ORDER_EVENT_SOURCE = ''] = topology.rules['process-orders'].pattern.source;

/** The order that the proof sends. Its customer does not exist, and has a unique name. */
export interface SyntheticOrder {
  /** A part of the customer's name that occurs nowhere else. */
  readonly token: string;
  readonly customerName: string;
  /** The name of the snack, which occurs in no other order. */
  readonly snackName: string;
  /** The payload for order-creator. */
  readonly request: object;
}

export function syntheticOrder(): SyntheticOrder {
  const token = randomUUID().slice(0, 8);
  const customerName = `Synthetic Proof ${token}`;
  // Not the token: a log may name the snack, but not the customer.
  const snackName = `Synthetic snack ${randomUUID().slice(0, 8)}`;
  return {
    token,
    customerName,
    snackName,
    request: { customerName, ...contentOf(snackName) },
  };
}

function contentOf(name: string) {
  return { snackItems: [{ name, ...SNACK }], totalAmount: SNACK.price * SNACK.quantity };
}

/** An event that cannot be processed, because its order does not exist. */
export interface PoisonEvent {
  readonly orderId: string;
  readonly type: 'Order Created';
  readonly detail: object;
}

export function poisonEvent(
  { customerName, snackName }: Pick<SyntheticOrder, 'customerName' | 'snackName'>,
  now = Date.now(),
): PoisonEvent {
  const orderId = randomUUID();
  const at = new Date(now).toISOString();
  return {
    orderId,
    type: 'Order Created',
    detail: {
      orderId,
      customerName,
      ...contentOf(snackName),
      status: 'NEW',
      createdAt: at,
      priority: 'medium',
      metadata: {
        eventId: `${orderId}:1:0`,
        orderVersion: 1,
        schemaVersion: 1,
        occurredAt: at,
        correlationId: `proof-${orderId}`,
        causationId: `proof-${orderId}`,
      },
    },
  };
}
