import { describe, expect, it } from '@jest/globals';
import type { FulfilmentStep, StepOutcome } from '../fulfilment/fulfilment-step.js';
import { admission, ORDER_STATUSES, type OrderStatus } from '../order/lifecycle.js';
import { toRecord } from '../order/record.js';
import { anOrderId } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { storedIn } from '../../test/stored-orders.js';
import { aStep, processOrder } from '../../test/processing.js';

const PROCESSED = 'PROCESSED, Order Processed';
const FAILED = 'FAILED, Order Failed';

function commandsOf(orders: InMemoryOrders): (string | undefined)[] {
  return orders.writes.map(({ order }) => order.history.at(-1)?.command);
}

describe('processing an order', () => {
  it.each(['NEW', 'APPROVED'] as const)(
    'runs and commits every step for a %s order',
    async (status) => {
      const orders = new InMemoryOrders();
      const { orderId } = await storedIn(status, orders);
      const log: string[] = [];
      const steps = [aStep('stock', log), aStep('payment', log)];

      const { order, outcome } = await processOrder(orders, steps)(orderId);

      expect(outcome).toBe('processed');
      expect(order).toMatchObject({ status: 'PROCESSED', processedAt: '2026-01-01T00:01:00.000Z' });
      expect(await orders.find(orderId)).toEqual(order);
      expect(log).toEqual([
        'run stock',
        'run payment',
        `commit stock: ${PROCESSED}`,
        `commit payment: ${PROCESSED}`,
      ]);
      expect(await orders.lastEvents(orderId)).toMatchObject([{ type: 'Order Processed' }]);
    },
  );

  it('stores the claim before it runs the first step with the claimed order', async () => {
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

  it('commits the steps that reserve something concurrently, and the others after them', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const log: string[] = [];
    const payment = aStep('payment', log);
    const failing = {
      ...payment,
      commit: async () => {
        throw new Error('no network');
      },
    };
    const { run: _nothing, ...notification } = aStep('notification', log);

    await expect(
      processOrder(orders, [notification, failing, aStep('stock', log)])(orderId),
    ).rejects.toThrow('no network');
    expect(log).toEqual(['run payment', 'run stock', `commit stock: ${PROCESSED}`]);
    await processOrder(orders, [notification, payment, aStep('stock', log)])(orderId);

    expect(log.slice(3)).toEqual([
      `commit payment: ${PROCESSED}`,
      `commit stock: ${PROCESSED}`,
      `commit notification: ${PROCESSED}`,
    ]);
  });

  it('fails if there is no such order', async () => {
    const orderId = anOrderId();

    await expect(processOrder(new InMemoryOrders(), [])(orderId)).rejects.toMatchObject({
      code: 'ORDER_NOT_FOUND',
      orderId,
    });
  });
});

describe('an order that cannot be processed', () => {
  const ended = new Set<OrderStatus>(['PROCESSED', 'FAILED']);
  const skipped = ORDER_STATUSES.filter(
    (status) => admission('claim', status) === 'forbidden' && !ended.has(status),
  );

  it.each(skipped)('is skipped: %s', async (status) => {
    const orders = new InMemoryOrders();
    const before = await storedIn(status, orders);
    const writes = orders.writes.length;
    const log: string[] = [];

    const result = await processOrder(orders, [aStep('stock', log)])(before.orderId);

    expect(result).toEqual({ order: before, outcome: 'skipped' });
    expect(orders.writes).toHaveLength(writes);
    expect(log).toEqual([]);
  });
});

describe('a step that refuses', () => {
  it('fails the order; then every step is undone, the last one first', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const log: string[] = [];
    const steps = [
      aStep('stock', log),
      aStep('payment', log, async () => 'PAYMENT_DECLINED'),
      aStep('notification', log),
    ];

    const { order, outcome } = await processOrder(orders, steps)(orderId);

    expect(outcome).toBe('failed');
    expect(order).toMatchObject({ status: 'FAILED', reason: 'PAYMENT_DECLINED' });
    expect(log).toEqual([
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

/** Four steps: the second one may refuse, and the last one has no words. */
function stepsWith(outcome: StepOutcome): readonly FulfilmentStep[] {
  const { words: _none, ...notification } = aStep('notification', []);
  return [
    aStep('stock', []),
    aStep('payment', [], async () => outcome),
    aStep('loyalty', []),
    notification,
  ];
}

describe('the fulfilment in the record of an order', () => {
  it('has the words of every step', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);

    const { order } = await processOrder(orders, stepsWith('done'))(orderId);

    expect(toRecord(order).fulfilment).toEqual({
      stock: 'given',
      payment: 'given',
      loyalty: 'given',
    });
    expect(await orders.find(orderId)).toEqual(order);
  });

  it('says which step refused, and that the others are undone', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);

    const { order } = await processOrder(orders, stepsWith('PAYMENT_DECLINED'))(orderId);

    expect(toRecord(order).fulfilment).toEqual({
      stock: 'taken back',
      payment: 'refused',
      loyalty: 'taken back',
    });
  });

  it('falls back to the words of an undone step if a step has none for its refusal', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const words = { committed: 'given', undone: 'taken back' };
    const step = { ...aStep('stock', [], async () => 'OUT_OF_STOCK'), words };

    const { order } = await processOrder(orders, [step])(orderId);

    expect(toRecord(order).fulfilment).toEqual({ stock: 'taken back' });
  });
});

describe('a processed or failed order', () => {
  it.each([
    ['PROCESSED', [`commit stock: ${PROCESSED}`, `commit payment: ${PROCESSED}`]],
    ['FAILED', [`undo payment: ${FAILED}`, `undo stock: ${FAILED}`]],
  ] as const)(
    'has its steps committed or undone again by every run: %s',
    async (status, expected) => {
      const orders = new InMemoryOrders();
      const before = await storedIn(status, orders);
      const writes = orders.writes.length;
      const log: string[] = [];
      const steps = [aStep('stock', log), aStep('payment', log)];

      const result = await processOrder(orders, steps)(before.orderId);

      expect(result).toEqual({ order: before, outcome: 'skipped' });
      expect(orders.writes).toHaveLength(writes);
      expect(log).toEqual(expected);
    },
  );

  it.each([
    ['commit', 'PROCESSED', async (): Promise<StepOutcome> => 'done'],
    ['undo', 'FAILED', async (): Promise<StepOutcome> => 'OUT_OF_STOCK'],
  ] as const)(
    'keeps its final state if a step fails to %s, and the next run repeats that',
    async (call, status, outcomeOfRun) => {
      const orders = new InMemoryOrders();
      const { orderId } = await storedIn('NEW', orders);
      const log: string[] = [];
      let failing = true;
      const step = aStep('stock', log, outcomeOfRun);
      const unreliable: FulfilmentStep = {
        ...step,
        [call]: async () => {
          if (failing) throw new Error('no network');
          log.push(call);
        },
      };
      const process = processOrder(orders, [unreliable]);

      await expect(process(orderId)).rejects.toThrow('no network');
      expect(await orders.find(orderId)).toMatchObject({ status });
      failing = false;
      const { outcome } = await process(orderId);

      expect(outcome).toBe('skipped');
      expect(log).toEqual(['run stock', call]);
      expect(commandsOf(orders)).toHaveLength(3);
    },
  );
});

describe('a run that breaks off', () => {
  it('leaves the order PROCESSING, and the next run finishes it, from the first step on', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const log: string[] = [];
    let failing = true;
    const payment = aStep('payment', log, async () => {
      if (failing) throw new Error('no network');
      return 'done';
    });
    const process = processOrder(orders, [aStep('stock', log), payment]);

    await expect(process(orderId)).rejects.toThrow('no network');
    expect(await orders.find(orderId)).toMatchObject({ status: 'PROCESSING', version: 2 });
    failing = false;
    const { order, outcome } = await process(orderId);

    expect(outcome).toBe('processed');
    expect(order.version).toBe(3);
    expect(log).toEqual([
      'run stock',
      'run payment',
      'run stock',
      'run payment',
      `commit stock: ${PROCESSED}`,
      `commit payment: ${PROCESSED}`,
    ]);
    expect(commandsOf(orders)).toEqual(['place', 'claim', 'complete']);
  });

  it('undoes nothing, because the next run finishes the order', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const log: string[] = [];
    const payment = aStep('payment', log, async () => {
      throw new Error('no network');
    });

    await expect(processOrder(orders, [aStep('stock', log), payment])(orderId)).rejects.toThrow(
      'no network',
    );

    expect(log).toEqual(['run stock', 'run payment']);
  });
});

describe('two concurrent runs', () => {
  it('both succeed, and exactly one of them completes the order', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const log: string[] = [];
    const process = processOrder(orders, [aStep('stock', log)]);

    const results = await Promise.all([process(orderId), process(orderId)]);

    expect(results.map(({ order }) => order.status)).toEqual(['PROCESSED', 'PROCESSED']);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['processed', 'skipped']);
    expect(commandsOf(orders)).toEqual(['place', 'claim', 'complete']);
    expect(log.slice(-2)).toEqual(Array.from({ length: 2 }, () => `commit stock: ${PROCESSED}`));
  });

  it('both succeed, and exactly one of them fails the order', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const process = processOrder(orders, [aStep('stock', [], async () => 'OUT_OF_STOCK')]);

    const results = await Promise.all([process(orderId), process(orderId)]);

    expect(results.map(({ order }) => order.status)).toEqual(['FAILED', 'FAILED']);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['failed', 'skipped']);
    expect(commandsOf(orders)).toEqual(['place', 'claim', 'fail']);
  });
});
