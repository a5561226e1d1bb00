import type { Change } from '../../order/change.js';
import type { From } from '../../order/lifecycle.js';
import type { OrderIn } from '../../order/order.js';
import { readOrderRequest } from '../../order/order-request.js';
import { cancel, claim, complete, update } from '../../order/transitions.js';
import type { OrderRepository } from '../../ports/order-repository.js';
import { aChangeContext, anOrderRequest, aNewOrder, aPlacing, BUILT_AT } from '../builders.js';
import { assertEqual, assertRejected, present } from '../assertions.js';
import type { ContractSuite } from '../contract-suite.js';
import { HASH } from './hash.js';

type Updatable = OrderIn<From<'update'>>;

function updateOf(order: Updatable, customerName: string): Change<Updatable> {
  const content = readOrderRequest(anOrderRequest({ customerName }));
  return update(order, content, aChangeContext({ now: BUILT_AT + 1_000 }));
}

/** The guarantees of `save`. */
export function savingContract({ describe, it }: ContractSuite<OrderRepository>): void {
  describe('an order repository: saving', () => {
    it('replaces the previous version and its events in one write', async (create) => {
      const repository = await create();
      const placing = aPlacing();
      const { orderId } = placing.order;
      await repository.add(placing, HASH);
      const cancelled = cancel(placing.order, aChangeContext({ now: BUILT_AT + 1_000 }));

      await repository.save(cancelled);

      assertEqual(await repository.find(orderId), cancelled.order, 'order');
      assertEqual(await repository.lastEvents(orderId), cancelled.events, 'events');
    });

    it('removes the previous events if the change emits none', async (create) => {
      const repository = await create();
      const order = aNewOrder();
      await repository.add({ order, events: aPlacing({ orderId: order.orderId }).events }, HASH);
      const claimed = claim(order, aChangeContext());

      await repository.save(claimed);

      assertEqual(await repository.lastEvents(order.orderId), [], 'events');
      const completed = complete(claimed.order, aChangeContext());
      await repository.save(completed);
      assertEqual(await repository.find(order.orderId), completed.order, 'order');
    });

    it('removes a field that the next version does not have', async (create) => {
      const repository = await create();
      const order = aNewOrder({ request: { deliveryPreferences: { address: 'Elm Street 1' } } });
      await repository.add({ order, events: [] }, HASH);
      const updated = updateOf(order, 'John Doe');

      await repository.save(updated);

      assertEqual(await repository.find(order.orderId), updated.order, 'order');
    });

    it('refuses a version that is already stored, and changes nothing', async (create) => {
      const repository = await create();
      const order = aNewOrder();
      await repository.add({ order, events: [] }, HASH);
      const winner = updateOf(order, 'First Writer');
      await repository.save(winner);

      await assertRejected(repository.save(updateOf(order, 'Late Writer')), 'VERSION_CONFLICT');

      assertEqual(await repository.find(order.orderId), winner.order, 'order');
      assertEqual(await repository.lastEvents(order.orderId), winner.events, 'events');
    });

    it('refuses a version whose previous version is not stored', async (create) => {
      const repository = await create();
      const order = aNewOrder();
      await repository.add({ order, events: [] }, HASH);
      const claimed = claim(order, aChangeContext()).order;

      await assertRejected(
        repository.save(complete(claimed, aChangeContext())),
        'VERSION_CONFLICT',
      );

      assertEqual(await repository.find(order.orderId), order, 'order');
    });

    it('refuses a version of an unknown order', async (create) => {
      const repository = await create();
      const order = aNewOrder();

      await assertRejected(repository.save(claim(order, aChangeContext())), 'VERSION_CONFLICT');

      assertEqual(await repository.find(order.orderId), undefined, 'order');
    });

    it('stores exactly one of 32 concurrent updates of each version', async (create) => {
      const repository = await create();
      const start = aNewOrder();
      await repository.add({ order: start, events: [] }, HASH);
      let order: Updatable = start;
      for (let round = 1; round <= 5; round += 1) {
        const rivals = Array.from({ length: 32 }, (_, n) => updateOf(order, `Writer ${n}`));

        const outcomes = await Promise.allSettled(
          rivals.map(async (rival) => repository.save(rival)),
        );

        const winners = rivals.filter((_, n) => outcomes[n]?.status === 'fulfilled');
        assertEqual(winners.length, 1, 'writers that won');
        order = present(winners[0], 'winner').order;
        assertEqual(await repository.find(start.orderId), order, 'order');
        assertEqual(order.version, round + 1, 'version');
      }
    });

    it('stores copies, which do not change with the objects of a caller', async (create) => {
      const repository = await create();
      const placing = aPlacing();
      const before: unknown = JSON.parse(JSON.stringify(placing));
      await repository.add(placing, HASH);

      const read = present(await repository.find(placing.order.orderId), 'order');
      for (const copy of [placing.order, read]) {
        Object.assign(copy, { customerName: 'changed' });
        Object.assign(present(copy.snackItems[0], 'item'), { quantity: 99 });
      }

      const order = await repository.find(placing.order.orderId);
      const events = await repository.lastEvents(placing.order.orderId);
      assertEqual({ order, events }, before, 'stored');
    });
  });
}
