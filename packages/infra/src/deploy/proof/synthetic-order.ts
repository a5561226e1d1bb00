import { randomUUID } from 'node:crypto';
import { topology } from '@snacks/handlers';

const SNACK = { quantity: 1, price: 1.25 };

/** The source of the events that wake the processing. */
export const [ORDER_EVENT_SOURCE = ''] = topology.rules['process-orders'].pattern.source;

/** What the proof sends through the platform: visibly nobody's, and found again by its name. */
export interface SyntheticOrder {
  /** A part of the customer's name that occurs nowhere else. */
  readonly token: string;
  readonly customerName: string;
  /** What is ordered: a snack that nobody else orders, since its name occurs nowhere else either. */
  readonly snackName: string;
  /** What order-creator is invoked with. */
  readonly request: object;
}

export function syntheticOrder(): SyntheticOrder {
  const token = randomUUID().slice(0, 8);
  const customerName = `Synthetic Proof ${token}`;
  // Not the token: where a log names the snack, it does not name the customer.
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

/** An event that no try can handle: it is of an order that does not exist. */
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
