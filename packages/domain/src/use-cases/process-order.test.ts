import { describe, expect, it } from '@jest/globals';
import type { FulfilmentStep, StepOutcome } from '../fulfilment/fulfilment-step.js';
import { systemActor } from '../order/actor.js';
import { admission, ORDER_STATUSES, type OrderStatus } from '../order/lifecycle.js';
import type { OrderId } from '../order/order.js';
import { anOrderId } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { anInvocation, CLOCK, storedIn } from '../../test/stored-orders.js';
import { ProcessOrder } from './process-order.js';

/** A step that writes into a journal what is done, and ends as it is told. */
function aStep(
  name: string,
  journal: string[],
  run: () => Promise<StepOutcome> = async () => 'done',
): FulfilmentStep {
  return {
    name,
    run: async () => {
      journal.push(`run ${name}`);
      return run();
    },
    commit: async ({ order, events }) => {
      journal.push(`commit ${name}: ${order.status}, ${events.map(({ type }) => type).join()}`);
    },
    undo: async ({ order, events }) => {
      journal.push(`undo ${name}: ${order.status}, ${events.map(({ type }) => type).join()}`);
    },
  };
}

const PROCESSED = 'PROCESSED, Order Processed';
const FAILED = 'FAILED, Order Failed';

function processOrder(orders: InMemoryOrders, steps: readonly FulfilmentStep[]) {
  const useCase = new ProcessOrder(orders, CLOCK, steps);
  return async (orderId: OrderId) =>
    useCase.execute({ ...anInvocation({ actor: systemActor('order-processor') }), orderId });
}

function commandsOf(orders: InMemoryOrders): (string | undefined)[] {
  return orders.writes.map(({ order }) => order.history.at(-1)?.command);
}

describe('processing an order', () => {
  it.each(['NEW', 'APPROVED'] as const)('carries a %s one through every step', async (status) => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn(status, orders);
    const journal: string[] = [];
    const steps = [aStep('stock', journal), aStep('payment', journal)];

    const { order, outcome } = await processOrder(orders, steps)(orderId);

    expect(outcome).toBe('processed');
    expect(order).toMatchObject({ status: 'PROCESSED', processedAt: '2026-01-01T00:01:00.000Z' });
    expect(await orders.find(orderId)).toEqual(order);
    expect(journal).toEqual([
      'run stock',
      'run payment',
      `commit stock: ${PROCESSED}`,
      `commit payment: ${PROCESSED}`,
    ]);
    expect(await orders.lastEvents(orderId)).toMatchObject([{ type: 'Order Processed' }]);
  });

  it('stores the claim before the first step runs, and gives the claimed order to it', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const seen: unknown[] = [];
    const step: FulfilmentStep = {
      name: 'stock',
      run: async (order) => {
        seen.push(order, await orders.find(orderId));
        return 'done';
      },
      commit: async () => {},
      undo: async () => {},
    };

    await processOrder(orders, [step])(orderId);

    const claimed = orders.writes[1]?.order;
    expect(claimed).toMatchObject({ status: 'PROCESSING', version: 2 });
    expect(seen).toEqual([claimed, claimed]);
    expect(commandsOf(orders)).toEqual(['place', 'claim', 'complete']);
  });

  it('fails where there is no such order', async () => {
    const orderId = anOrderId();

    await expect(processOrder(new InMemoryOrders(), [])(orderId)).rejects.toMatchObject({
      code: 'ORDER_NOT_FOUND',
      orderId,
    });
  });
});

describe('an order that does not wait for processing', () => {
  const ended = new Set<OrderStatus>(['PROCESSED', 'FAILED']);
  const skipped = ORDER_STATUSES.filter(
    (status) => admission('claim', status) === 'forbidden' && !ended.has(status),
  );

  it.each(skipped)('is left alone: %s', async (status) => {
    const orders = new InMemoryOrders();
    const before = await storedIn(status, orders);
    const writes = orders.writes.length;
    const journal: string[] = [];

    const result = await processOrder(orders, [aStep('stock', journal)])(before.orderId);

    expect(result).toEqual({ order: before, outcome: 'skipped' });
    expect(orders.writes).toHaveLength(writes);
    expect(journal).toEqual([]);
  });
});

describe('a step that refuses', () => {
  it('fails the order, and only then has every step undone, the last one first', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const journal: string[] = [];
    const steps = [
      aStep('stock', journal),
      aStep('payment', journal, async () => 'PAYMENT_DECLINED'),
      aStep('notification', journal),
    ];

    const { order, outcome } = await processOrder(orders, steps)(orderId);

    expect(outcome).toBe('failed');
    expect(order).toMatchObject({ status: 'FAILED', reason: 'PAYMENT_DECLINED' });
    expect(journal).toEqual([
      'run stock',
      'run payment',
      `undo notification: ${FAILED}`,
      `undo payment: ${FAILED}`,
      `undo stock: ${FAILED}`,
    ]);
    expect(await orders.lastEvents(orderId)).toMatchObject([
      { type: 'Order Failed', detail: { reason: 'PAYMENT_DECLINED' } },
    ]);
  });
});

describe('an order that has ended', () => {
  it.each([
    ['PROCESSED', [`commit stock: ${PROCESSED}`, `commit payment: ${PROCESSED}`]],
    ['FAILED', [`undo payment: ${FAILED}`, `undo stock: ${FAILED}`]],
  ] as const)('has its end carried out by whoever finds it: %s', async (status, expected) => {
    const orders = new InMemoryOrders();
    const before = await storedIn(status, orders);
    const writes = orders.writes.length;
    const journal: string[] = [];
    const steps = [aStep('stock', journal), aStep('payment', journal)];

    const result = await processOrder(orders, steps)(before.orderId);

    expect(result).toEqual({ order: before, outcome: 'skipped' });
    expect(orders.writes).toHaveLength(writes);
    expect(journal).toEqual(expected);
  });

  it.each([
    ['commit', 'PROCESSED', async (): Promise<StepOutcome> => 'done'],
    ['undo', 'FAILED', async (): Promise<StepOutcome> => 'OUT_OF_STOCK'],
  ] as const)(
    'stays as it ended where carrying that out goes wrong, and the next run does it: %s',
    async (call, status, outcomeOfRun) => {
      const orders = new InMemoryOrders();
      const { orderId } = await storedIn('NEW', orders);
      const journal: string[] = [];
      let broken = true;
      const step = aStep('stock', journal, outcomeOfRun);
      const shaky: FulfilmentStep = {
        ...step,
        [call]: async () => {
          if (broken) throw new Error('no network');
          journal.push(call);
        },
      };
      const process = processOrder(orders, [shaky]);

      await expect(process(orderId)).rejects.toThrow('no network');
      expect(await orders.find(orderId)).toMatchObject({ status });
      broken = false;
      const { outcome } = await process(orderId);

      expect(outcome).toBe('skipped');
      expect(journal).toEqual(['run stock', call]);
      expect(commandsOf(orders)).toHaveLength(3);
    },
  );
});

describe('a run that breaks off', () => {
  it('leaves the order PROCESSING, and a second run finishes it from the first step on', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const journal: string[] = [];
    let broken = true;
    const payment = aStep('payment', journal, async () => {
      if (broken) throw new Error('no network');
      return 'done';
    });
    const process = processOrder(orders, [aStep('stock', journal), payment]);

    await expect(process(orderId)).rejects.toThrow('no network');
    expect(await orders.find(orderId)).toMatchObject({ status: 'PROCESSING', version: 2 });
    broken = false;
    const { order, outcome } = await process(orderId);

    expect(outcome).toBe('processed');
    expect(order.version).toBe(3);
    expect(journal).toEqual([
      'run stock',
      'run payment',
      'run stock',
      'run payment',
      `commit stock: ${PROCESSED}`,
      `commit payment: ${PROCESSED}`,
    ]);
    expect(commandsOf(orders)).toEqual(['place', 'claim', 'complete']);
  });

  it('undoes nothing: what was begun is finished later, not taken back', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const journal: string[] = [];
    const payment = aStep('payment', journal, async () => {
      throw new Error('no network');
    });

    await expect(processOrder(orders, [aStep('stock', journal), payment])(orderId)).rejects.toThrow(
      'no network',
    );

    expect(journal).toEqual(['run stock', 'run payment']);
  });
});

describe('two runs at once', () => {
  it('both end well, and exactly one of them completes the order', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const journal: string[] = [];
    const process = processOrder(orders, [aStep('stock', journal)]);

    const results = await Promise.all([process(orderId), process(orderId)]);

    expect(results.map(({ order }) => order.status)).toEqual(['PROCESSED', 'PROCESSED']);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['processed', 'skipped']);
    expect(commandsOf(orders)).toEqual(['place', 'claim', 'complete']);
    expect(journal.slice(-2)).toEqual(
      Array.from({ length: 2 }, () => `commit stock: ${PROCESSED}`),
    );
  });

  it('agree on a failure too', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const process = processOrder(orders, [aStep('stock', [], async () => 'OUT_OF_STOCK')]);

    const results = await Promise.all([process(orderId), process(orderId)]);

    expect(results.map(({ order }) => order.status)).toEqual(['FAILED', 'FAILED']);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['failed', 'skipped']);
    expect(commandsOf(orders)).toEqual(['place', 'claim', 'fail']);
  });
});
