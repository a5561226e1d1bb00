import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { InMemoryCatalogue } from '../../test/in-memory-catalogue.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { aRequestContext } from '../../test/stored-orders.js';
import type { Order } from '../order/order.js';
import type { Clock } from '../ports/clock.js';
import type { IdGenerator } from '../ports/id-generator.js';
import { anOrderRequest, BUILT_AT } from '../testing/builders.js';
import { aSnack } from '../testing/catalogue-contract.js';
import { ListSnacks } from './list-snacks.js';
import { PlaceOrder } from './place-order.js';
import { PriceList, PRICES_KEPT_FOR } from './price-list.js';
import { PutSnack } from './put-snack.js';
import { RemoveSnack } from './remove-snack.js';
import { UpdateOrder } from './update-order.js';

const CHIPS = { name: 'Chips', quantity: 2, price: 3.99 };
const CHEAP = { ...CHIPS, price: 0.01 };
const REFUSED = { code: 'PRICES_REFUSED' };

function chips(price: number, quantity = 2) {
  const snackItems = [{ name: 'Chips', quantity, price }];
  return anOrderRequest({ snackItems, totalAmount: Math.round(quantity * price * 100) / 100 });
}

/** A shop with chips at 3.99, and a clock that the test sets. */
async function aShop() {
  const catalogue = new InMemoryCatalogue();
  await catalogue.put(aSnack());
  let now = BUILT_AT;
  const clock: Clock = { now: () => now };
  const orders = new InMemoryOrders();
  const priceList = new PriceList(catalogue, clock, 'optional');
  const ids: IdGenerator = {
    randomId: () => randomUUID(),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  };
  const placeOrder = new PlaceOrder(orders, ids, clock, priceList);
  const updateOrder = new UpdateOrder(orders, clock, priceList);
  return {
    catalogue,
    orders,
    priceList,
    wait: (milliseconds: number) => {
      now += milliseconds;
    },
    place: async (request = chips(3.99), idempotencyKey?: string) =>
      placeOrder.execute({
        ...aRequestContext(),
        request,
        ...(idempotencyKey !== undefined && { idempotencyKey }),
      }),
    update: async ({ orderId }: Order, request: ReturnType<typeof chips>) =>
      updateOrder.execute({ ...aRequestContext(), orderId, request }),
  };
}

describe('placing an order with a catalogue', () => {
  it('accepts the price of the catalogue, and refuses every other one', async () => {
    const { place, orders } = await aShop();

    await expect(place(chips(CHEAP.price))).rejects.toMatchObject(REFUSED);
    expect(orders.writes).toHaveLength(0);
    expect((await place(chips(3.99))).order.status).toBe('NEW');
  });

  it('reads the catalogue once a minute', async () => {
    const { place, catalogue, wait } = await aShop();

    await place();
    wait(PRICES_KEPT_FOR - 1);
    await place();
    expect(catalogue.reads).toBe(1);

    wait(1);
    await place();
    expect(catalogue.reads).toBe(2);
  });

  it('does not read it for an order if its prices were read in advance', async () => {
    const { place, priceList, catalogue } = await aShop();

    await priceList.preload();
    const readsInAdvance = catalogue.reads;
    await place();

    expect([readsInAdvance, catalogue.reads]).toEqual([1, 1]);
  });

  it('reads it for an order if it could not be read in advance', async () => {
    const { place, priceList, catalogue, orders } = await aShop();
    const read = catalogue.read.bind(catalogue);
    catalogue.read = async () => Promise.reject(new Error('no network'));
    await priceList.preload();

    catalogue.read = read;
    await expect(place(chips(CHEAP.price))).rejects.toMatchObject(REFUSED);
    await place();

    expect(orders.writes).toHaveLength(1);
  });

  it('reads it again before it refuses an order, so that a new price is accepted at once', async () => {
    const { place, catalogue } = await aShop();
    await place();
    await catalogue.put(aSnack('Chips', 4.5));

    expect((await place(chips(4.5))).order.status).toBe('NEW');
    expect(catalogue.reads).toBe(2);
  });

  it('accepts the former price for at most a minute', async () => {
    const { place, catalogue, wait } = await aShop();
    await place();
    await catalogue.put(aSnack('Chips', 4.5));

    await place(chips(3.99));
    wait(PRICES_KEPT_FOR);

    await expect(place(chips(3.99))).rejects.toMatchObject(REFUSED);
  });

  it('reads it again if the clock was set back', async () => {
    const { place, catalogue, wait } = await aShop();
    await place();

    wait(-PRICES_KEPT_FOR);
    await place();

    expect(catalogue.reads).toBe(2);
  });

  it('returns the order of a repeated request, although its price has changed', async () => {
    const { place, catalogue, wait } = await aShop();
    const { order } = await place(chips(3.99), 'key-1');
    await catalogue.put(aSnack('Chips', 4.5));
    wait(PRICES_KEPT_FOR);

    expect(await place(chips(3.99), 'key-1')).toEqual({ order, repeated: true });
    await expect(place(chips(3.99), 'key-2')).rejects.toMatchObject(REFUSED);
    await expect(place(chips(3.5), 'key-1')).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('fails if the catalogue cannot be read', async () => {
    const { place, catalogue, orders } = await aShop();
    catalogue.read = async () => Promise.reject(new Error('no network'));

    await expect(place()).rejects.toThrow('no network');
    expect(orders.writes).toHaveLength(0);
  });
});

describe('updating an order with a catalogue', () => {
  it('checks the lines that are new, and keeps the price of the others', async () => {
    const { place, update, catalogue, wait } = await aShop();
    const { order } = await place();
    await catalogue.put(aSnack('Chips', 4.5));
    wait(PRICES_KEPT_FOR);

    const fewer = await update(order, chips(3.99, 1));
    expect(fewer.totalAmount).toBe(399);
    await expect(update(order, chips(3.99, 3))).rejects.toMatchObject(REFUSED);
    expect((await update(order, chips(4.5, 3))).totalAmount).toBe(1_350);
  });
});

describe('an update that cannot be stored', () => {
  it('fails at the first try, and reads no prices again', async () => {
    const { place, update, catalogue, orders } = await aShop();
    const { order } = await place();
    let tries = 0;
    orders.save = async () => {
      tries += 1;
      throw new Error('no network');
    };

    await expect(update(order, chips(3.99, 1))).rejects.toThrow('no network');
    expect([tries, catalogue.reads]).toEqual([1, 1]);
  });
});

describe('the catalogue', () => {
  it('has the snacks that were put, and not those that were removed', async () => {
    const catalogue = new InMemoryCatalogue();
    const put = new PutSnack(catalogue);

    expect(await put.execute({ name: ' Chips ', price: 3.99 })).toEqual({
      snack: aSnack(),
      outcome: 'added',
    });
    await put.execute({ name: 'Soda', price: 1.99 });
    expect(await new RemoveSnack(catalogue).execute({ name: 'Soda ' })).toBe('removed');

    expect(await new ListSnacks(catalogue).execute()).toEqual({ version: 3, snacks: [aSnack()] });
  });

  it.each([
    [{ name: '', price: 1 }, 'name'],
    [{ name: 'Chips', price: -1 }, 'price'],
    [{ name: 'Chips', price: 0.001 }, 'price'],
    [{ name: 'Chips', price: 10_000.01 }, 'price'],
  ])('refuses %j', async (snack, field) => {
    const catalogue = new InMemoryCatalogue();

    await expect(new PutSnack(catalogue).execute(snack)).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      issues: [{ field }],
    });
    expect(await catalogue.read()).toMatchObject({ version: 0 });
  });
});
