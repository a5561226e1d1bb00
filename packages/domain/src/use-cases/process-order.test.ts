import { describe, expect, it } from '@jest/globals';
import { systemActor } from '../order/actor.js';
import { admission, ORDER_STATUSES, type OrderStatus } from '../order/lifecycle.js';
import type { OrderId } from '../order/order.js';
import { anOrderId } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { anInvocation, CLOCK, storedIn } from '../../test/stored-orders.js';
import { ProcessOrder, type FulfilmentStep, type StepOutcome } from './process-order.js';

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
    undo: async () => {
      journal.push(`undo ${name}`);
    },
  };
}

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
    expect(journal).toEqual(['run stock', 'run payment']);
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
  const skipped = ORDER_STATUSES.filter(
    (status): status is Exclude<OrderStatus, 'PROCESSING'> =>
      admission('claim', status) === 'forbidden',
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
  it('fails the order, once it and those before it are undone, the latest first', async () => {
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
    expect(journal).toEqual(['run stock', 'run payment', 'undo payment', 'undo stock']);
    expect(await orders.lastEvents(orderId)).toMatchObject([
      { type: 'Order Failed', detail: { reason: 'PAYMENT_DECLINED' } },
    ]);
  });

  it('leaves the order PROCESSING where undoing goes wrong, so that it is done again', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const journal: string[] = [];
    const step = aStep('stock', journal, async () => 'OUT_OF_STOCK');
    let broken = true;
    const undo = async () => {
      if (broken) throw new Error('no network');
      journal.push('undo stock');
    };
    const process = processOrder(orders, [{ ...step, undo }]);

    await expect(process(orderId)).rejects.toThrow('no network');
    expect(await orders.find(orderId)).toMatchObject({ status: 'PROCESSING' });
    broken = false;
    const { outcome } = await process(orderId);

    expect(outcome).toBe('failed');
    expect(journal).toEqual(['run stock', 'run stock', 'undo stock']);
  });
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
    expect(journal).toEqual(['run stock', 'run payment', 'run stock', 'run payment']);
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
    const process = processOrder(orders, [aStep('stock', [])]);

    const results = await Promise.all([process(orderId), process(orderId)]);

    expect(results.map(({ order }) => order.status)).toEqual(['PROCESSED', 'PROCESSED']);
    expect(commandsOf(orders)).toEqual(['place', 'claim', 'complete']);
  });

  it('agree on a failure too', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const process = processOrder(orders, [aStep('stock', [], async () => 'OUT_OF_STOCK')]);

    const results = await Promise.all([process(orderId), process(orderId)]);

    expect(results.map(({ order }) => order.status)).toEqual(['FAILED', 'FAILED']);
    expect(commandsOf(orders)).toEqual(['place', 'claim', 'fail']);
  });
});
