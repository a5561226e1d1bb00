import { describe, expect, it } from '@jest/globals';
import { VersionConflictError } from '../errors.js';
import type { Change } from '../order/change.js';
import type { Order } from '../order/order.js';
import { aChangeBy, anOrderId } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { storedIn } from '../../test/stored-orders.js';
import { changeOrder } from './change-order.js';

/** A repository in which a concurrent change is written first, `rivals` times. */
class ContendedOrders extends InMemoryOrders {
  attempts = 0;

  constructor(private readonly rivals: number) {
    super();
  }

  override async save(change: Change): Promise<void> {
    this.attempts += 1;
    if (this.attempts > this.rivals) return super.save(change);
    const rival = aChangeBy('update', await this.current(change.order.orderId));
    if (rival !== undefined) await super.save(rival);
    return super.save(change);
  }

  private async current(orderId: string) {
    const order = await this.find(orderId);
    if (order === undefined) throw new Error('There is no such order.');
    return order;
  }
}

const update = (order: Order) => aChangeBy('update', order);

describe('changing an order that the caller has loaded', () => {
  it('does not load it for the first attempt, but for every later one', async () => {
    let loaded = 0;
    class CountedOrders extends ContendedOrders {
      override async find(orderId: string) {
        loaded += 1;
        return super.find(orderId);
      }
    }
    const orders = new CountedOrders(0);
    const known = await storedIn('NEW', orders);

    await changeOrder(orders, known.orderId, update, known);
    expect(loaded).toBe(0);

    const updated = await changeOrder(orders, known.orderId, update, known);
    expect(loaded).toBe(1);
    expect(updated.version).toBe(3);
  });
});

describe('changing an order', () => {
  it('stores the change, and returns the new version', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);

    const order = await changeOrder(orders, orderId, (current) => aChangeBy('cancel', current));

    expect(order.status).toBe('CANCELLED');
    expect(await orders.find(orderId)).toEqual(order);
  });

  it('writes nothing if there is nothing to do', async () => {
    const orders = new InMemoryOrders();
    const before = await storedIn('NEW', orders);

    const order = await changeOrder(orders, before.orderId, () => undefined);

    expect(order).toEqual(before);
    expect(orders.writes).toHaveLength(1);
  });

  it('fails if there is no such order', async () => {
    await expect(
      changeOrder(new InMemoryOrders(), anOrderId(), () => undefined),
    ).rejects.toMatchObject({ code: 'ORDER_NOT_FOUND' });
  });

  it('decides again on the current version if a concurrent change was written first', async () => {
    const orders = new ContendedOrders(9);
    const { orderId } = await storedIn('NEW', orders);
    const seen: number[] = [];

    const order = await changeOrder(orders, orderId, (current) => {
      seen.push(current.version);
      return aChangeBy('cancel', current);
    });

    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(order).toMatchObject({ status: 'CANCELLED', version: 11 });
  });

  it('gives up after ten attempts, without a change', async () => {
    const orders = new ContendedOrders(10);
    const { orderId } = await storedIn('NEW', orders);

    const cancelling = changeOrder(orders, orderId, (current) => aChangeBy('cancel', current));

    await expect(cancelling).rejects.toMatchObject({ code: 'ORDER_CONTENDED', orderId });
    expect(orders.attempts).toBe(10);
    expect(await orders.find(orderId)).toMatchObject({ status: 'NEW', version: 11 });
  });

  it('passes on every other error of the repository, and does not retry', async () => {
    class BrokenOrders extends ContendedOrders {
      override async save(): Promise<void> {
        this.attempts += 1;
        throw new Error('no network');
      }
    }
    const orders = new BrokenOrders(0);
    const { orderId } = await storedIn('NEW', orders);

    const cancelling = changeOrder(orders, orderId, (current) => aChangeBy('cancel', current));

    await expect(cancelling).rejects.toThrow('no network');
    expect(orders.attempts).toBe(1);
  });

  it('passes on the error of the decision, even if it is one of a repository', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);

    const changing = changeOrder(orders, orderId, () => {
      throw new VersionConflictError(orderId, 7);
    });

    await expect(changing).rejects.toMatchObject({ code: 'VERSION_CONFLICT', version: 7 });
  });
});
