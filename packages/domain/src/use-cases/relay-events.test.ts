import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { OrderEvent } from '../events/order-event.js';
import type { Order, OrderId } from '../order/order.js';
import { aChangeBy, anOrderId, aPlacing } from '../testing/builders.js';
import { eventId, FakeBus, type Reception } from '../../test/fake-bus.js';
import { RecordedDeadLetters } from '../../test/recorded-dead-letters.js';
import { RelayEvents, type CommittedEvents } from './relay-events.js';

/** The changes of one order, each with one event: its placing and a number of updates. */
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

/** The placings of a number of orders. */
function placings(count: number): CommittedEvents[] {
  return Array.from({ length: count }, () => aSequence(0)).flat();
}

/** A relay to a bus that handles each event by the event's id. */
function aRelay(receptions: ReadonlyMap<string, Reception> = new Map()) {
  const bus = new FakeBus((event) => receptions.get(eventId(event)) ?? 'accepted');
  const deadLetters = new RecordedDeadLetters();
  return { bus, deadLetters, relay: new RelayEvents(bus, deadLetters) };
}

/** The same reception for all events of some changes. */
function receiving(
  reception: Reception,
  ...changes: readonly (CommittedEvents | undefined)[]
): [string, Reception][] {
  return ids(changes.flatMap((change) => change ?? [])).map((id) => [id, reception]);
}

describe('relaying committed events', () => {
  it('publishes all of them, and returns their number', async () => {
    const { bus, deadLetters, relay } = aRelay();
    const changes = placings(3);

    expect(await relay.execute(changes)).toEqual({ relayed: 3, deadLetters: [] });

    expect(bus.accepted).toEqual(changes.flat());
    expect(bus.calls).toEqual([3]);
    expect(deadLetters.letters).toEqual([]);
  });

  it('does not call the bus without changes', async () => {
    const { bus, relay } = aRelay();

    expect(await relay.execute([])).toEqual({ relayed: 0, deadLetters: [] });
    expect(bus.calls).toEqual([]);
  });

  it('counts a change without events, and does not call the bus for it', async () => {
    const { bus, relay } = aRelay();
    const [placed = []] = placings(1);

    expect(await relay.execute([[], []])).toMatchObject({ relayed: 2 });
    expect(bus.calls).toEqual([]);
    expect(await relay.execute([[], placed, []])).toMatchObject({ relayed: 3 });
    expect(bus.accepted).toEqual(placed);
  });

  it('stops before the first change with a refused event', async () => {
    const changes = placings(3);
    const { bus, relay } = aRelay(new Map(receiving('refused', changes[1])));

    expect(await relay.execute(changes)).toEqual({ relayed: 1, deadLetters: [] });

    expect(ids(bus.accepted)).toEqual(
      ids([changes[0], changes[2]].flatMap((change) => change ?? [])),
    );
  });

  it('counts a change of two events only if the bus accepted both', async () => {
    const two = placings(2).flat();
    const { relay } = aRelay(new Map(receiving('refused', two.slice(1))));

    expect(await relay.execute([two])).toMatchObject({ relayed: 0 });
  });

  it('sends events of different orders together, and those of one order one by one', async () => {
    const { bus, relay } = aRelay();
    const [first, second, third] = aSequence(2);
    const [other] = aSequence(0);
    const changes = [first, other, second, third].map((change) => change ?? []);

    expect(await relay.execute(changes)).toMatchObject({ relayed: 4 });
    expect(bus.calls).toEqual([2, 1, 1]);
    expect(bus.accepted).toEqual(changes.flat());
  });

  it("does not send an order's later event before the earlier one was accepted", async () => {
    const changes = aSequence(2);
    const { bus, relay } = aRelay(new Map(receiving('refused', changes[1])));

    expect(await relay.execute(changes)).toMatchObject({ relayed: 1 });

    expect(ids(bus.accepted)).toEqual(ids(changes[0] ?? []));
  });

  it('passes on an error of the bus, and can be repeated', async () => {
    const changes = aSequence(1);
    const down = { publish: async () => Promise.reject(new Error('no network')) };
    const { bus, deadLetters, relay } = aRelay();

    await expect(new RelayEvents(down, deadLetters).execute(changes)).rejects.toThrow('no network');
    expect(await relay.execute(changes)).toMatchObject({ relayed: 2 });
    expect(bus.accepted).toEqual(changes.flat());
  });
});

describe('an event that the bus refuses finally', () => {
  it('becomes a dead letter, and does not hold back other orders', async () => {
    const changes = placings(3);
    const [event] = changes[1] ?? [];
    const { bus, deadLetters, relay } = aRelay(new Map(receiving('refused finally', changes[1])));

    const result = await relay.execute(changes);

    expect(result).toEqual({ relayed: 3, deadLetters: [{ event, code: 'MalformedDetail' }] });
    expect(deadLetters.letters).toEqual(result.deadLetters);
    expect(ids(bus.accepted)).toEqual(
      ids([changes[0], changes[2]].flatMap((change) => change ?? [])),
    );
  });

  it('does not hold back the later events of its order', async () => {
    const changes = aSequence(2);
    const { bus, deadLetters, relay } = aRelay(new Map(receiving('refused finally', changes[0])));

    expect(await relay.execute(changes)).toMatchObject({ relayed: 3 });

    expect(bus.accepted).toEqual(changes.slice(1).flat());
    expect(deadLetters.letters).toHaveLength(1);
  });

  it('does not make a dead letter of another event of its change', async () => {
    const two = placings(2).flat();
    const { bus, deadLetters, relay } = aRelay(
      new Map(receiving('refused finally', two.slice(0, 1))),
    );

    expect(await relay.execute([two])).toMatchObject({ relayed: 1 });

    expect(bus.accepted).toEqual(two.slice(1));
    expect(deadLetters.letters.map(({ event }) => event)).toEqual(two.slice(0, 1));
  });

  it('becomes no dead letter while an earlier change is to be relayed again', async () => {
    const changes = placings(3);
    const { deadLetters, relay } = aRelay(
      new Map([
        ...receiving('refused finally', changes[0], changes[2]),
        ...receiving('refused', changes[1]),
      ]),
    );

    expect(await relay.execute(changes)).toMatchObject({ relayed: 1 });

    expect(deadLetters.letters.map(({ event }) => event)).toEqual(changes[0]);
  });

  it('becomes no dead letter while another event of its change is to be relayed again', async () => {
    const two = placings(2).flat();
    const { deadLetters, relay } = aRelay(
      new Map([
        ...receiving('refused finally', two.slice(0, 1)),
        ...receiving('refused', two.slice(1)),
      ]),
    );

    expect(await relay.execute([two])).toEqual({ relayed: 0, deadLetters: [] });

    expect(deadLetters.letters).toEqual([]);
  });

  it('fails the relay if the dead letters fail', async () => {
    const changes = placings(2);
    const { bus } = aRelay(new Map(receiving('refused finally', changes[0])));
    const full = { add: async () => Promise.reject(new Error('no queue')) };

    await expect(new RelayEvents(bus, full).execute(changes)).rejects.toThrow('no queue');
  });
});

describe('a relay that is repeated from where it stopped, whatever the bus refuses', () => {
  /** Changes of several orders, mixed as in a stream. */
  const anyStream = fc
    .array(fc.nat(4), { minLength: 1, maxLength: 20 })
    .map((sequence): CommittedEvents[] => {
      const orders = new Map<number, { order: Order; orderId: OrderId }>();
      return sequence.map((n) => {
        const known = orders.get(n);
        const orderId = known?.orderId ?? anOrderId();
        const change = known ? aChangeBy('update', known.order) : aPlacing({ orderId });
        if (change === undefined) return [];
        orders.set(n, { order: change.order, orderId });
        return change.events;
      });
    });

  it('publishes every event or stores it as a dead letter, in the sequence of each order', async () => {
    const anyRefusals = fc.infiniteStream(fc.boolean());
    const anyDigits = fc.infiniteStream(fc.integer({ min: 0, max: 9 }));

    await fc.assert(
      fc.asyncProperty(anyStream, anyRefusals, anyDigits, async (changes, refusals, digits) => {
        const refusedFinally = new Set(ids(changes.flat()).filter(() => digits.next().value === 0));
        let receptions = 0;
        const bus = new FakeBus((event) => {
          if (refusedFinally.has(eventId(event))) return 'refused finally';
          receptions += 1;
          return receptions < 200 && refusals.next().value === true ? 'refused' : 'accepted';
        });
        const deadLetters = new RecordedDeadLetters();
        const relay = new RelayEvents(bus, deadLetters);

        let position = 0;
        while (position < changes.length) {
          const { relayed } = await relay.execute(changes.slice(position));
          position += relayed;
        }

        const firstDeliveries = [...new Set(ids(bus.accepted))];
        const expected = ids(changes.flat()).filter((id) => !refusedFinally.has(id));
        expect([...firstDeliveries].sort()).toEqual([...expected].sort());
        expect(
          new Set(deadLetters.letters.map(({ event }) => event.detail.metadata.eventId)),
        ).toEqual(refusedFinally);
        for (const change of changes.flat()) {
          const ofTheOrder = (id: string) => id.startsWith(change.detail.orderId);
          expect(firstDeliveries.filter(ofTheOrder)).toEqual(expected.filter(ofTheOrder));
        }
      }),
    );
  });

  it('needs only one call if all refusals are final', async () => {
    await fc.assert(
      fc.asyncProperty(anyStream, fc.infiniteStream(fc.boolean()), async (changes, finals) => {
        const bus = new FakeBus(() =>
          finals.next().value === true ? 'refused finally' : 'accepted',
        );
        const deadLetters = new RecordedDeadLetters();

        const { relayed } = await new RelayEvents(bus, deadLetters).execute(changes);

        expect(relayed).toBe(changes.length);
        expect(bus.accepted.length + deadLetters.letters.length).toBe(changes.flat().length);
      }),
    );
  });
});
