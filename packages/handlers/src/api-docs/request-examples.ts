import { readdirSync, readFileSync } from 'node:fs';

const ORDERS = new URL('../../../../examples/orders/', import.meta.url);

/** A body that is accepted as it is, by the name of the case that it shows. */
export type Examples = Readonly<Record<string, { readonly value: unknown }>>;

/** The example orders of the repository, by file name. */
function exampleOrders(): Examples {
  const files = readdirSync(ORDERS).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.toSorted().map((name) => {
      const value: unknown = JSON.parse(readFileSync(new URL(name, ORDERS), 'utf8'));
      return [name.slice(0, -'.json'.length), { value }];
    }),
  );
}

const one = (name: string, value: unknown): Examples => ({ [name]: { value } });

const REASON = { reason: 'The payment provider responds again.' };

/** Returns examples for the body of every request, by the name of its schema. */
export function requestExamples(): Readonly<Record<string, Examples>> {
  const orders = exampleOrders();
  return {
    PlaceOrder: orders,
    UpdateOrder: orders,
    DecideApproval: {
      approve: { value: { decision: 'approve', note: 'A customer for many years.' } },
      reject: { value: { decision: 'reject', note: 'The party is next year.' } },
    },
    PutSnack: one('price', { price: 2.5 }),
    SendEvent: one('machine', {
      source: 'vending-machine-7',
      type: 'temperature.measured',
      payload: { celsius: 4 },
    }),
    DryRunMessage: one('as-it-is', {}),
    RedriveMessages: one('all', { messageIds: 'all', ...REASON }),
    EditMessage: one('body', { body: '{}', ...REASON }),
    Reason: one('reason', REASON),
    SetStock: one('available', { available: 24, reason: 'Delivery of this morning.' }),
  };
}
