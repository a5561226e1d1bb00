import { describe, expect, it, jest } from '@jest/globals';
import type { FulfilmentStep } from '../fulfilment/fulfilment-step.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { aStep, processOrder } from '../../test/processing.js';
import { storedIn } from '../../test/stored-orders.js';

const PROCESSED = 'PROCESSED, Order Processed';

describe('an order that the message of another run has finished', () => {
  it.each(['PROCESSED', 'FAILED'] as const)('is left alone, after one read: %s', async (status) => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const log: string[] = [];
    const outcome = async () => (status === 'FAILED' ? 'OUT_OF_STOCK' : 'done');
    const process = processOrder(orders, [aStep('stock', log, outcome)]);
    const { order } = await process(orderId, 'message-1');
    const calls = log.splice(0);
    const reads = jest.spyOn(orders, 'find');

    const result = await process(orderId, 'message-2');

    expect(order).toMatchObject({ status, finishedBy: 'message-1' });
    expect(result).toEqual({ order, outcome: 'skipped' });
    expect(log).toEqual([]);
    expect(reads).toHaveBeenCalledTimes(1);
    await process(orderId, 'message-1');
    expect(log).toEqual(calls.slice(-1));
  });
});

/** A step with a reservation that is outdated so many times. */
function anOutdatedStep(times: number, log: string[], onPrepare = async () => {}): FulfilmentStep {
  let left = times;
  const { run: _replaced, ...step } = aStep('stock', log);
  return {
    ...step,
    prepare: async ({ status }) => {
      log.push(`prepare ${status}`);
      await onPrepare();
      return async () => {
        left -= 1;
        log.push(left >= 0 ? 'outdated' : 'run');
        return left >= 0 ? 'outdated' : 'done';
      };
    },
  };
}

describe('a step that prepares its run', () => {
  it('is prepared before the claim', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const log: string[] = [];

    await processOrder(orders, [anOutdatedStep(0, log)])(orderId);

    expect(log).toEqual(['prepare NEW', 'run', `commit stock: ${PROCESSED}`]);
  });

  it('is prepared before the order is read again, if an earlier run has claimed it', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('PROCESSING', orders);
    const log: string[] = [];
    const other = processOrder(orders, [aStep('other', log)]);
    const step = anOutdatedStep(0, log, async () => void (await other(orderId, 'message-1')));

    const { outcome } = await processOrder(orders, [step])(orderId, 'message-2');

    expect(outcome).toBe('skipped');
    expect(log).toEqual(['prepare PROCESSING', 'run other', `commit other: ${PROCESSED}`]);
  });

  it('is prepared again if its run is outdated, and the steps before it do not run again', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const log: string[] = [];

    await processOrder(orders, [aStep('payment', log), anOutdatedStep(2, log)])(orderId);

    expect(log).toEqual([
      'prepare NEW',
      'run payment',
      'outdated',
      'prepare PROCESSING',
      'outdated',
      'prepare PROCESSING',
      'run',
      `commit payment: ${PROCESSED}`,
      `commit stock: ${PROCESSED}`,
    ]);
  });

  it('fails the run if the order was deleted meanwhile', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('PROCESSING', orders);
    const step = anOutdatedStep(0, [], async () => {
      jest.spyOn(orders, 'find').mockResolvedValue(undefined);
    });

    await expect(processOrder(orders, [step])(orderId)).rejects.toMatchObject({
      code: 'ORDER_NOT_FOUND',
      orderId,
    });
  });

  it('is not run again for an order that another run finished meanwhile', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const log: string[] = [];
    const other = processOrder(orders, [aStep('other', log)]);
    let preparations = 0;
    const step = anOutdatedStep(1, log, async () => {
      preparations += 1;
      if (preparations === 2) await other(orderId, 'message-1');
    });

    const { outcome } = await processOrder(orders, [step])(orderId, 'message-2');

    expect(outcome).toBe('skipped');
    expect(log).toEqual([
      'prepare NEW',
      'outdated',
      'prepare PROCESSING',
      'run other',
      `commit other: ${PROCESSED}`,
    ]);
  });

  it('fails the run, and leaves the order PROCESSING, if it is outdated every time', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);

    await expect(
      processOrder(orders, [anOutdatedStep(Infinity, [])])(orderId),
    ).rejects.toMatchObject({ code: 'FULFILMENT_CONTENDED', orderId, step: 'stock' });
    expect(await orders.find(orderId)).toMatchObject({ status: 'PROCESSING' });
  });
});
