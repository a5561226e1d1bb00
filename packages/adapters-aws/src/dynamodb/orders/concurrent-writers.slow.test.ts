import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasCode, readOrderRequest, update, type Order } from '@snacks/domain';
import { aChangeContext, aNewOrder, anOrderRequest, aPlacing } from '@snacks/domain/testing';
import { DynamoDbOrderRepository } from './dynamodb-order-repository.js';
import { startOrdersDatabase, type OrdersDatabase } from '../../../test/orders-database.js';

/** Set the variable to 1,000 for a full run. */
const ROUNDS = Number(process.env.CONTENTION_ROUNDS ?? 20);
const WRITERS = 32;
/** The updates of one order. */
const UPDATES = 50;
const HASH = 'a'.repeat(64);

let database: OrdersDatabase;
let repository: DynamoDbOrderRepository;

beforeAll(async () => {
  database = await startOrdersDatabase();
  const tableName = await database.createTable();
  repository = new DynamoDbOrderRepository(database.client, { tableName });
});

afterAll(async () => {
  await database.stop();
});

async function current(orderId: string): Promise<Order> {
  const order = await repository.find(orderId);
  if (order === undefined) throw new Error(`Order ${orderId} is lost.`);
  return order;
}

/** Returns one writer's change of the order, by the domain's rules. */
function updateBy(order: Order, writer: number) {
  if (order.status !== 'NEW') throw new Error('The order is not NEW any more.');
  const content = readOrderRequest(anOrderRequest({ customerName: `Writer ${writer}` }));
  return update(order, content, aChangeContext());
}

describe('concurrent writers', () => {
  it('add an id with exactly one of 50 calls, and return its order to the others', async () => {
    const { order } = aPlacing();
    const rivals = Array.from({ length: 50 }, (_, n) =>
      aPlacing({ orderId: order.orderId, request: { customerName: `Rival ${n}` } }),
    );

    const responses = await Promise.all(rivals.map(async (rival) => repository.add(rival, HASH)));

    const winner = rivals[responses.findIndex(({ added }) => added)];
    const losers = responses.filter(({ added }) => !added);
    expect(losers).toHaveLength(49);
    expect(losers).toEqual(
      losers.map(() => ({ added: false, order: winner?.order, requestHash: HASH })),
    );
  });

  it(
    `raise the version by one in each of ${ROUNDS} rounds of ${WRITERS} writers`,
    async () => {
      let { orderId } = aNewOrder();

      for (let round = 0; round < ROUNDS; round += 1) {
        // The number of changes of an order is limited.
        if (round % UPDATES === 0) {
          const order = aNewOrder();
          await repository.add({ order, events: [] }, HASH);
          ({ orderId } = order);
        }
        const before = await current(orderId);
        const changes = Array.from({ length: WRITERS }, (_, n) => updateBy(before, n));
        const outcomes = await Promise.allSettled(
          changes.map(async (change) => repository.save(change)),
        );

        const winners = changes.filter((_, n) => outcomes[n]?.status === 'fulfilled');
        const refusals = outcomes.flatMap((outcome) =>
          outcome.status === 'rejected' ? [outcome.reason] : [],
        );
        expect(winners).toHaveLength(1);
        expect(refusals.every((error) => hasCode(error, 'VERSION_CONFLICT'))).toBe(true);
        expect(before.version).toBe((round % UPDATES) + 1);
        expect(await current(orderId)).toEqual(winners[0]?.order);
      }
    },
    10 * 60_000,
  );
});
