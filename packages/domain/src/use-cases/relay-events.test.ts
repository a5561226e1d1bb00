import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { OrderEvent } from '../events/order-event.js';
import type { Order, OrderId } from '../order/order.js';
import { aChangeBy, anOrderId, aPlacing } from '../testing/builders.js';
import { eventId, FakeBus } from '../../test/fake-bus.js';
import { RelayEvents, type CommittedEvents } from './relay-events.js';

/** The changes of one order, each with one event: placed, and updated as often as is asked. */
function aSequence(updates: number): CommittedEvents[] {
  const placing = aPlacing();
  const changes: CommittedEvents[] = [placing.events];
  let order: Order = placing.order;
  for (let n = 0; n < updates; n += 1) {
    const change = aChangeBy('update', order);
    if (change === undefined) continue;
    changes.push(change.events);
    order = change.order;
  }
  return changes;
}

function ids(events: readonly OrderEvent[]): string[] {
  return events.map(eventId);
}

describe('relaying committed events', () => {
  it('hands over all of them, and tells that it did', async () => {
    const bus = new FakeBus();
    const changes = [aSequence(0), aSequence(0), aSequence(0)].flat();

    const relayed = await new RelayEvents(bus).execute(changes);

    expect(relayed).toBe(3);
    expect(bus.taken).toEqual(changes.flat());
    expect(bus.calls).toEqual([3]);
  });

  it('has nothing to do where nothing was committed', async () => {
    const bus = new FakeBus();

    expect(await new RelayEvents(bus).execute([])).toBe(0);
    expect(bus.calls).toEqual([]);
  });

  it('counts a change without events, and does not trouble the bus with it', async () => {
    const bus = new FakeBus();
    const [placed = []] = aSequence(0);

    expect(await new RelayEvents(bus).execute([[], []])).toBe(2);
    expect(bus.calls).toEqual([]);
    expect(await new RelayEvents(bus).execute([[], placed, []])).toBe(3);
    expect(bus.taken).toEqual(placed);
  });

  it('stops before the first change that was not taken whole', async () => {
    const changes = [aSequence(0), aSequence(0), aSequence(0)].flat();
    const refused = ids(changes[1] ?? []);
    const bus = new FakeBus((event) => refused.includes(eventId(event)));

    const relayed = await new RelayEvents(bus).execute(changes);

    expect(relayed).toBe(1);
    expect(ids(bus.taken)).toEqual(ids([changes[0], changes[2]].flatMap((change) => change ?? [])));
  });

  it('counts a change of two events only where both were taken', async () => {
    const two = [aSequence(0), aSequence(0)].flat(2);
    const bus = new FakeBus((event) => event === two[1]);

    expect(await new RelayEvents(bus).execute([two])).toBe(0);
  });

  it('sends the events of one order one after the other, those of many together', async () => {
    const bus = new FakeBus();
    const [first, second, third] = aSequence(2);
    const [other] = aSequence(0);
    const changes = [first, other, second, third].map((change) => change ?? []);

    expect(await new RelayEvents(bus).execute(changes)).toBe(4);
    expect(bus.calls).toEqual([2, 1, 1]);
    expect(bus.taken).toEqual(changes.flat());
  });

  it("does not send an order's later event before the earlier one was taken", async () => {
    const changes = aSequence(2);
    const refused = ids(changes[1] ?? []);
    const bus = new FakeBus((event) => refused.includes(eventId(event)));

    const relayed = await new RelayEvents(bus).execute(changes);

    expect(relayed).toBe(1);
    expect(ids(bus.taken)).toEqual(ids(changes[0] ?? []));
  });

  it('passes on an error of the bus, after which all can be relayed again', async () => {
    const changes = aSequence(1);
    const down = { publish: async () => Promise.reject(new Error('no network')) };
    const bus = new FakeBus();

    await expect(new RelayEvents(down).execute(changes)).rejects.toThrow('no network');
    expect(await new RelayEvents(bus).execute(changes)).toBe(2);
    expect(bus.taken).toEqual(changes.flat());
  });
});

describe('whatever the bus refuses, as long as the relay is called again from where it stopped', () => {
  /** Changes of several orders, mingled as a stream mingles them. */
  const anyStream = fc
    .array(fc.nat(4), { minLength: 1, maxLength: 20 })
    .map((turns): CommittedEvents[] => {
      const orders = new Map<number, { order: Order; orderId: OrderId }>();
      return turns.map((turn) => {
        const known = orders.get(turn);
        const orderId = known?.orderId ?? anOrderId();
        const change = known ? aChangeBy('update', known.order) : aPlacing({ orderId });
        if (change === undefined) return [];
        orders.set(turn, { order: change.order, orderId });
        return change.events;
      });
    });

  it("takes every event at least once, and each order's first takings in sequence", async () => {
    const anyRefusals = fc.infiniteStream(fc.boolean());

    await fc.assert(
      fc.asyncProperty(anyStream, anyRefusals, async (changes, refusals) => {
        let chances = 0;
        const bus = new FakeBus(() => {
          chances += 1;
          return chances < 200 && refusals.next().value === true;
        });
        const relay = new RelayEvents(bus);

        let position = 0;
        while (position < changes.length) {
          position += await relay.execute(changes.slice(position));
        }

        const firstTakings = [...new Set(ids(bus.taken))];
        const committed = ids(changes.flat());
        expect([...firstTakings].sort()).toEqual([...committed].sort());
        for (const change of changes.flat()) {
          const ofTheOrder = (id: string) => id.startsWith(change.detail.orderId);
          expect(firstTakings.filter(ofTheOrder)).toEqual(committed.filter(ofTheOrder));
        }
      }),
    );
  });
});
