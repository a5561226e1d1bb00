import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import {
  InMemoryInventory,
  InMemoryOrderRepository,
  InMemoryPaymentLedger,
  ManualClock,
} from '@snacks/adapters-memory';
import { systemActor } from '@snacks/domain';
import { notificationStep, paymentStep, ProcessOrder, stockStep } from '@snacks/domain/use-cases';
import { readPaymentRules, SimulatedPayments } from '@snacks/domain/payment-simulator';
import { aNewOrder, BUILT_AT, type OrderTraits } from '@snacks/domain/testing';

import { InMemoryLoyaltyAccounts } from './in-memory-loyalty-accounts.js';
import type { LoyaltyAccounts } from './loyalty-accounts.js';
import { loyaltyStep } from './loyalty-step.js';

const DECLINE_ALL = [{ when: { amountFrom: 0 }, reaction: 'decline' }];

type Call = 'reserve' | 'confirm' | 'release';

/** Accounts that run `around` instead of each call, with the call and its effect. */
function wrapped(
  accounts: LoyaltyAccounts,
  around: (call: Call, effect: () => Promise<void>) => Promise<void>,
): LoyaltyAccounts {
  return {
    reserve: async (earning) => around('reserve', async () => accounts.reserve(earning)),
    confirm: async (order) => around('confirm', async () => accounts.confirm(order)),
    release: async (order) => around('release', async () => accounts.release(order)),
    balance: async (customerId) => accounts.balance(customerId),
  };
}

/** Accounts whose first call of a kind fails, before or after it took effect. */
function failingOnce(accounts: LoyaltyAccounts, failing: Call, when: 'before' | 'after') {
  let failed = false;
  return wrapped(accounts, async (call, effect) => {
    const fails = call === failing && !failed;
    if (!fails || when === 'after') await effect();
    if (!fails) return;
    failed = true;
    throw new Error(`${call} failed`);
  });
}

interface Setting {
  readonly accounts?: LoyaltyAccounts;
  readonly declined?: boolean;
  readonly order?: Omit<OrderTraits, 'priority'>;
}

/** An order of John for 9.97 that waits for processing. Points are reserved before the payment. */
async function anOrder({
  accounts = new InMemoryLoyaltyAccounts(),
  declined = false,
  order: traits = { customerId: 'john' },
}: Setting = {}) {
  const clock = new ManualClock(BUILT_AT);
  const orders = new InMemoryOrderRepository(clock);
  const rules = readPaymentRules(declined ? DECLINE_ALL : []);
  const steps = [
    stockStep({ inventory: new InMemoryInventory() }),
    loyaltyStep(accounts),
    paymentStep({ payments: new SimulatedPayments(new InMemoryPaymentLedger(), rules) }),
    notificationStep({ notifications: { notify: async () => {} } }),
  ];
  const processOrder = new ProcessOrder(orders, clock, steps);
  const order = aNewOrder(traits);
  const { orderId } = order;
  await orders.add({ order, events: [] }, 'hash');
  return {
    process: async () =>
      processOrder.execute({
        orderId,
        actor: systemActor('order-processor'),
        correlationId: 'correlation-1',
      }),
    find: async () => orders.find(orderId),
    balance: async () => accounts.balance('john'),
  };
}

describe('the loyalty step', () => {
  it('gives the customer one point for each whole unit of money, and says so in the order', async () => {
    const { process, balance } = await anOrder();

    const { order } = await process();

    expect(order).toMatchObject({
      status: 'PROCESSED',
      fulfilment: { stock: 'sold', loyalty: 'points confirmed', payment: 'captured' },
    });
    expect(await balance()).toEqual({ earned: 9, reserved: 0 });
  });

  it('gives no points for an order whose payment is declined', async () => {
    const { process, balance } = await anOrder({ declined: true });

    const { order } = await process();

    expect(order).toMatchObject({
      status: 'FAILED',
      fulfilment: { stock: 'released', loyalty: 'no points', payment: 'declined' },
    });
    expect(await balance()).toEqual({ earned: 0, reserved: 0 });
  });

  it('makes no call for an order without a customer', async () => {
    const calls: Call[] = [];
    const accounts = wrapped(new InMemoryLoyaltyAccounts(), async (call) => void calls.push(call));
    const processed = await anOrder({ accounts, order: {} });
    const failed = await anOrder({ accounts, order: {}, declined: true });

    const outcomes = [await processed.process(), await failed.process()];

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['processed', 'failed']);
    expect(calls).toEqual([]);
  });

  it.each([
    ['reserve', 'before'],
    ['reserve', 'after'],
    ['confirm', 'before'],
    ['confirm', 'after'],
  ] as const)(
    'gives the points once if a run breaks off in %s, %s its effect',
    async (call, when) => {
      const accounts = failingOnce(new InMemoryLoyaltyAccounts(), call, when);
      const { process, find, balance } = await anOrder({ accounts });

      await expect(process()).rejects.toThrow(`${call} failed`);
      await process();
      await process();

      expect(await find()).toMatchObject({ status: 'PROCESSED' });
      expect(await balance()).toEqual({ earned: 9, reserved: 0 });
    },
  );

  it.each(['before', 'after'] as const)(
    'leaves no points reserved if a run breaks off in release, %s its effect',
    async (when) => {
      const accounts = failingOnce(new InMemoryLoyaltyAccounts(), 'release', when);
      const { process, find, balance } = await anOrder({ accounts, declined: true });

      await expect(process()).rejects.toThrow('release failed');
      await process();

      expect(await find()).toMatchObject({ status: 'FAILED' });
      expect(await balance()).toEqual({ earned: 0, reserved: 0 });
    },
  );

  it('gives the points once for ten concurrent runs', async () => {
    const { process, balance } = await anOrder();

    const results = await Promise.all(Array.from({ length: 10 }, process));

    expect(results.filter(({ outcome }) => outcome === 'processed')).toHaveLength(1);
    expect(await balance()).toEqual({ earned: 9, reserved: 0 });
  });

  it.each([
    [false, { earned: 9, reserved: 0 }],
    [true, { earned: 0, reserved: 0 }],
  ])(
    'changes no points by a reservation that another run has overtaken, declined: %s',
    async (declined, expected) => {
      const gate = new EventEmitter();
      const opened = once(gate, 'open');
      let calls = 0;
      const accounts = wrapped(new InMemoryLoyaltyAccounts(), async (call, effect) => {
        if (call === 'reserve') calls += 1;
        if (call === 'reserve' && calls === 1) await opened;
        await effect();
      });
      const { process, balance } = await anOrder({ accounts, declined });

      const first = process();
      const second = await process();
      gate.emit('open');
      const overtaken = await first;

      expect(second.outcome).toBe(declined ? 'failed' : 'processed');
      expect(overtaken.outcome).toBe('skipped');
      expect(await balance()).toEqual(expected);
    },
  );
});
