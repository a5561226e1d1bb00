import { cancel } from '../../order/transitions.js';
import type { OrderRepository } from '../../ports/order-repository.js';
import { aChangeContext, anOrderId, aPlacing } from '../builders.js';
import { assertEqual } from '../assertions.js';
import type { ContractSuite } from '../contract-suite.js';
import { HASH } from './hash.js';

/** The guarantees of `add`. */
export function addingContract({ describe, it }: ContractSuite<OrderRepository>): void {
  describe('an order repository: adding', () => {
    it('finds an order as it was added, with its events', async (create) => {
      const repository = await create();
      const placing = aPlacing({
        customerId: 'customer-1',
        request: { deliveryPreferences: { method: 'pickup', instructions: 'ring twice' } },
      });

      assertEqual(await repository.add(placing, HASH), { added: true }, 'result');

      const { orderId } = placing.order;
      assertEqual(await repository.find(orderId), placing.order, 'order');
      assertEqual(await repository.lastEvents(orderId), placing.events, 'events');
    });

    it('finds no order that was not added', async (create) => {
      const repository = await create();

      assertEqual(await repository.find(anOrderId()), undefined, 'order');
      assertEqual(await repository.lastEvents(anOrderId()), [], 'events');
    });

    it('keeps the first order of an id, and returns its current version', async (create) => {
      const repository = await create();
      const first = aPlacing();
      const { orderId } = first.order;
      await repository.add(first, HASH);
      const cancelled = cancel(first.order, aChangeContext());
      await repository.save(cancelled);

      const second = aPlacing({ orderId, request: { customerName: 'Jane Doe' } });
      const result = await repository.add(second, 'b'.repeat(64));

      assertEqual(result, { added: false, order: cancelled.order, requestHash: HASH }, 'result');
      assertEqual(await repository.find(orderId), cancelled.order, 'order');
      assertEqual(await repository.lastEvents(orderId), cancelled.events, 'events');
    });

    it('lets exactly one of 50 concurrent calls for one id add', async (create) => {
      const repository = await create();
      const orderId = anOrderId();
      const rivals = Array.from({ length: 50 }, (_, n) =>
        aPlacing({ orderId, request: { customerName: `Rival ${n}` } }),
      );

      const results = await Promise.all(rivals.map(async (rival) => repository.add(rival, HASH)));

      const winners = rivals.filter((_, n) => results[n]?.added === true);
      assertEqual(winners.length, 1, 'calls that added');
      assertEqual(await repository.find(orderId), winners[0]?.order, 'order');
    });
  });
}
