import { Hono } from 'hono';
import { isFields, RequestInvalidError, type Order } from '@snacks/domain';
import { orderKey, type StockLevel } from '@snacks/domain/ports';
import {
  readPaymentRules,
  type PaymentEntry,
  type PaymentRule,
} from '@snacks/domain/payment-simulator';
import { FUNCTION_NAMES } from '@snacks/handlers';

import { checkInvariants } from '../inspection/invariants.js';
import type { Platform } from '../platform/platform.js';
import { FAULTY_PORTS, readFaults } from './fault.js';
import type { Faults } from './faults.js';

/** The rules of the simulated payments, which can be replaced while the platform runs. */
export class RunningPaymentRules {
  /** The rules as the provider reads them. The list stays the same object. */
  readonly rules: PaymentRule[];

  /** @param configured the rules as JSON. */
  constructor(
    rules: readonly PaymentRule[],
    private configured: unknown = rules.map(toConfigured),
  ) {
    this.rules = [...rules];
  }

  get json(): unknown {
    return this.configured;
  }

  /** @throws {PaymentRulesInvalidError} if the rules are not valid. Those before stay. */
  replace(configured: unknown): void {
    const rules = readPaymentRules(configured);
    this.rules.splice(0, this.rules.length, ...rules);
    this.configured = configured;
  }
}

/** A rule in the form of the configuration: amounts are decimals. */
function toConfigured({ reaction, when }: PaymentRule): object {
  const { amount, amountFrom, customerId } = when;
  return {
    when: {
      ...(amount !== undefined && { amount: amount / 100 }),
      ...(amountFrom !== undefined && { amountFrom: amountFrom / 100 }),
      ...(customerId !== undefined && { customerId }),
    },
    reaction,
  };
}

/** The routes that switch faults and payment rules, and check the invariants meanwhile. */
export function faultsApi(
  platform: Platform,
  faults: Faults,
  paymentRules: RunningPaymentRules,
): Hono {
  const app = new Hono();
  const state = () => ({
    faults: faults.all,
    ports: FAULTY_PORTS,
    functions: FUNCTION_NAMES,
    injected: faults.injected,
  });
  app.get('/local/faults', (context) => context.json(state()));
  app.put('/local/faults', async (context) => {
    faults.replace(readFaults(await context.req.json().catch(() => undefined)));
    return context.json(state());
  });
  app.delete('/local/faults', (context) => {
    faults.replace([]);
    return context.json(state());
  });
  app.get('/local/payment-rules', (context) => context.json({ rules: paymentRules.json }));
  app.put('/local/payment-rules', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined);
    replaceRules(paymentRules, isFields(body) ? body.rules : undefined);
    return context.json({ rules: paymentRules.json });
  });
  app.get('/local/invariants', async (context) => {
    const snapshot = await snapshotOf(platform);
    return context.json({
      at: new Date().toISOString(),
      checked: snapshot.orders.length,
      invariants: checkInvariants(snapshot),
    });
  });
  return app;
}

function replaceRules(paymentRules: RunningPaymentRules, configured: unknown): void {
  try {
    paymentRules.replace(configured);
  } catch (error) {
    if (!isFields(error) || error.code !== 'PAYMENT_RULES_INVALID') throw error;
    const message = String(error.message).replace(/\.$/, '');
    throw new RequestInvalidError([{ field: 'rules', code: 'PAYMENT_RULES_INVALID', message }]);
  }
}

/** The orders that are looked at: the latest ones. */
const MAX_ORDERS = 1_000;
const PAGE = 100;

async function snapshotOf(platform: Platform) {
  const idleBefore = platform.idle;
  const orders = await ordersOf(platform);
  const payments = new Map<string, PaymentEntry>();
  for (const order of orders) {
    const entry = await platform.payments.find(orderKey(order));
    if (entry !== undefined) payments.set(orderKey(order), entry);
  }
  const stock = new Map<string, StockLevel>();
  for (const name of new Set(
    orders.flatMap(({ snackItems }) => snackItems.map((one) => one.name)),
  )) {
    const level = await platform.stock.find(name);
    if (level !== undefined) stock.set(name, level);
  }
  const messages = [...platform.queues.values()].flatMap((queue) =>
    queue.messages().map(({ body }) => body),
  );
  return { idle: idleBefore && platform.idle, orders, payments, stock, messages };
}

/** The latest orders, and all that are being processed. */
async function ordersOf(platform: Platform): Promise<readonly Order[]> {
  const latest = await list(platform, {});
  const processing = await list(platform, { status: 'PROCESSING' });
  return [...new Map([...latest, ...processing].map((order) => [order.orderId, order])).values()];
}

async function list(
  { orders }: Platform,
  filter: { readonly status?: 'PROCESSING' },
): Promise<readonly Order[]> {
  const found: Order[] = [];
  let page = await orders.list({ ...filter, limit: PAGE });
  found.push(...page.orders);
  while (page.next !== undefined && found.length < MAX_ORDERS) {
    page = await orders.list({ ...filter, limit: PAGE, after: page.next });
    found.push(...page.orders);
  }
  return found;
}
