import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { OrderEvent } from '../events/order-event.js';
import type { Order, OrderId } from '../order/order.js';
import { aChangeBy, anOrderId, aPlacing } from '../testing/builders.js';
import { eventId, FakeBus, type Reception } from '../../test/fake-bus.js';
import { KeptDeadLetters } from '../../test/kept-dead-letters.js';
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

/** The changes of so many orders, each placed and nothing more. */
function placings(count: number): CommittedEvents[] {
  return Array.from({ length: count }, () => aSequence(0)).flat();
}

/** A relay to a bus that receives each event as it is told to by the event's id. */
function aRelay(receptions: ReadonlyMap<string, Reception> = new Map()) {
  const bus = new FakeBus((event) => receptions.get(eventId(event)) ?? 'taken');
  const deadLetters = new KeptDeadLetters();
  return { bus, deadLetters, relay: new RelayEvents(bus, deadLetters) };
}

/** One reception for all events of some changes. */
function receiving(
  reception: Reception,
  ...changes: readonly (CommittedEvents | undefined)[]
): [string, Reception][] {
  return ids(changes.flatMap((change) => change ?? [])).map((id) => [id, reception]);
}

describe('relaying committed events', () => {
  it('hands over all of them, and tells that it did', async () => {
    const { bus, deadLetters, relay } = aRelay();
    const changes = placings(3);

    expect(await relay.execute(changes)).toEqual({ relayed: 3, deadLetters: [] });

    expect(bus.taken).toEqual(changes.flat());
    expect(bus.calls).toEqual([3]);
    expect(deadLetters.kept).toEqual([]);
  });

  it('has nothing to do where nothing was committed', async () => {
    const { bus, relay } = aRelay();

    expect(await relay.execute([])).toEqual({ relayed: 0, deadLetters: [] });
    expect(bus.calls).toEqual([]);
  });

  it('counts a change without events, and does not trouble the bus with it', async () => {
    const { bus, relay } = aRelay();
    const [placed = []] = placings(1);

    expect(await relay.execute([[], []])).toMatchObject({ relayed: 2 });
    expect(bus.calls).toEqual([]);
    expect(await relay.execute([[], placed, []])).toMatchObject({ relayed: 3 });
    expect(bus.taken).toEqual(placed);
  });

  it('stops before the first change that was not taken whole', async () => {
    const changes = placings(3);
    const { bus, relay } = aRelay(new Map(receiving('refused', changes[1])));

    expect(await relay.execute(changes)).toEqual({ relayed: 1, deadLetters: [] });

    expect(ids(bus.taken)).toEqual(ids([changes[0], changes[2]].flatMap((change) => change ?? [])));
  });

  it('counts a change of two events only where both were taken', async () => {
    const two = placings(2).flat();
    const { relay } = aRelay(new Map(receiving('refused', two.slice(1))));

    expect(await relay.execute([two])).toMatchObject({ relayed: 0 });
  });

  it('sends the events of one order one after the other, those of many together', async () => {
    const { bus, relay } = aRelay();
    const [first, second, third] = aSequence(2);
    const [other] = aSequence(0);
    const changes = [first, other, second, third].map((change) => change ?? []);

    expect(await relay.execute(changes)).toMatchObject({ relayed: 4 });
    expect(bus.calls).toEqual([2, 1, 1]);
    expect(bus.taken).toEqual(changes.flat());
  });

  it("does not send an order's later event before the earlier one was taken", async () => {
    const changes = aSequence(2);
    const { bus, relay } = aRelay(new Map(receiving('refused', changes[1])));

    expect(await relay.execute(changes)).toMatchObject({ relayed: 1 });

    expect(ids(bus.taken)).toEqual(ids(changes[0] ?? []));
  });

  it('passes on an error of the bus, after which all can be relayed again', async () => {
    const changes = aSequence(1);
    const down = { publish: async () => Promise.reject(new Error('no network')) };
    const { bus, deadLetters, relay } = aRelay();

    await expect(new RelayEvents(down, deadLetters).execute(changes)).rejects.toThrow('no network');
    expect(await relay.execute(changes)).toMatchObject({ relayed: 2 });
    expect(bus.taken).toEqual(changes.flat());
  });
});

describe('an event that the bus refuses for good', () => {
  it('becomes a dead letter, and those of other orders go on', async () => {
    const changes = placings(3);
    const [event] = changes[1] ?? [];
    const { bus, deadLetters, relay } = aRelay(new Map(receiving('refused for good', changes[1])));

    const result = await relay.execute(changes);

    expect(result).toEqual({ relayed: 3, deadLetters: [{ event, code: 'MalformedDetail' }] });
    expect(deadLetters.kept).toEqual(result.deadLetters);
    expect(ids(bus.taken)).toEqual(ids([changes[0], changes[2]].flatMap((change) => change ?? [])));
  });

  it('does not hold up the later events of its order', async () => {
    const changes = aSequence(2);
    const { bus, deadLetters, relay } = aRelay(new Map(receiving('refused for good', changes[0])));

    expect(await relay.execute(changes)).toMatchObject({ relayed: 3 });

    expect(bus.taken).toEqual(changes.slice(1).flat());
    expect(deadLetters.kept).toHaveLength(1);
  });

  it('takes no other event of its change along', async () => {
    const two = placings(2).flat();
    const { bus, deadLetters, relay } = aRelay(
      new Map(receiving('refused for good', two.slice(0, 1))),
    );

    expect(await relay.execute([two])).toMatchObject({ relayed: 1 });

    expect(bus.taken).toEqual(two.slice(1));
    expect(deadLetters.kept.map(({ event }) => event)).toEqual(two.slice(0, 1));
  });

  it('is no dead letter yet behind an event that may still be taken', async () => {
    const changes = placings(3);
    const { deadLetters, relay } = aRelay(
      new Map([
        ...receiving('refused for good', changes[0], changes[2]),
        ...receiving('refused', changes[1]),
      ]),
    );

    expect(await relay.execute(changes)).toMatchObject({ relayed: 1 });

    expect(deadLetters.kept.map(({ event }) => event)).toEqual(changes[0]);
  });

  it('is none either while another event of its change may still be taken', async () => {
    const two = placings(2).flat();
    const { deadLetters, relay } = aRelay(
      new Map([
        ...receiving('refused for good', two.slice(0, 1)),
        ...receiving('refused', two.slice(1)),
      ]),
    );

    expect(await relay.execute([two])).toEqual({ relayed: 0, deadLetters: [] });

    expect(deadLetters.kept).toEqual([]);
  });

  it('is not passed by where it cannot be kept', async () => {
    const changes = placings(2);
    const { bus } = aRelay(new Map(receiving('refused for good', changes[0])));
    const full = { add: async () => Promise.reject(new Error('no queue')) };

    await expect(new RelayEvents(bus, full).execute(changes)).rejects.toThrow('no queue');
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

  it("takes or sets aside every event, and takes each order's first in sequence", async () => {
    const anyRefusals = fc.infiniteStream(fc.boolean());
    const anyFate = fc.infiniteStream(fc.integer({ min: 0, max: 9 }));

    await fc.assert(
      fc.asyncProperty(anyStream, anyRefusals, anyFate, async (changes, refusals, fates) => {
        const forGood = new Set(ids(changes.flat()).filter(() => fates.next().value === 0));
        let chances = 0;
        const bus = new FakeBus((event) => {
          if (forGood.has(eventId(event))) return 'refused for good';
          chances += 1;
          return chances < 200 && refusals.next().value === true ? 'refused' : 'taken';
        });
        const deadLetters = new KeptDeadLetters();
        const relay = new RelayEvents(bus, deadLetters);

        let position = 0;
        while (position < changes.length) {
          const { relayed } = await relay.execute(changes.slice(position));
          position += relayed;
        }

        const firstTakings = [...new Set(ids(bus.taken))];
        const takeable = ids(changes.flat()).filter((id) => !forGood.has(id));
        expect([...firstTakings].sort()).toEqual([...takeable].sort());
        expect(new Set(deadLetters.kept.map(({ event }) => event.detail.metadata.eventId))).toEqual(
          forGood,
        );
        for (const change of changes.flat()) {
          const ofTheOrder = (id: string) => id.startsWith(change.detail.orderId);
          expect(firstTakings.filter(ofTheOrder)).toEqual(takeable.filter(ofTheOrder));
        }
      }),
    );
  });

  it('waits for no refusal that is final: one call is enough where there are no others', async () => {
    await fc.assert(
      fc.asyncProperty(anyStream, fc.infiniteStream(fc.boolean()), async (changes, finals) => {
        const bus = new FakeBus(() =>
          finals.next().value === true ? 'refused for good' : 'taken',
        );
        const deadLetters = new KeptDeadLetters();

        const { relayed } = await new RelayEvents(bus, deadLetters).execute(changes);

        expect(relayed).toBe(changes.length);
        expect(bus.taken.length + deadLetters.kept.length).toBe(changes.flat().length);
      }),
    );
  });
});
