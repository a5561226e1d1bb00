import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasCode, readOrderRequest, update, type Order } from '@snacks/domain';
import { aChangeContext, aNewOrder, anOrderRequest, aPlacing } from '@snacks/domain/testing';
import { DynamoDbOrderRepository } from './dynamodb-order-repository.js';
import { startOrdersDatabase, type OrdersDatabase } from '../../../test/orders-database.js';

/** Rounds that the writers contend for; the full figure is 1,000. */
const ROUNDS = Number(process.env.CONTENTION_ROUNDS ?? 20);
const WRITERS = 32;
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

/** One writer's try: reads the order, changes it by the domain's rules, saves. */
function updateBy(order: Order, writer: number) {
  if (order.status !== 'NEW') throw new Error('The order is not NEW any more.');
  const content = readOrderRequest(anOrderRequest({ customerName: `Writer ${writer}` }));
  // The history is bounded, and so are the changes of an order: begin a new book in time.
  const renewed = order.version % 50 === 0 ? { ...order, history: [] } : order;
  const change = update({ ...renewed, version: order.version % 50 }, content, aChangeContext());
  return { ...change, order: { ...change.order, version: order.version + 1 } };
}

describe('concurrent writers', () => {
  it('lets exactly one of 50 calls add an id, and returns the others with its order', async () => {
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
    `raises the version by one in each of ${ROUNDS} rounds of ${WRITERS} writers`,
    async () => {
      const start = aNewOrder();
      await repository.add({ order: start, events: [] }, HASH);

      for (let round = 1; round <= ROUNDS; round += 1) {
        const before = await current(start.orderId);
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
        expect(before.version).toBe(round);
        expect(await current(start.orderId)).toEqual(winners[0]?.order);
      }
    },
    10 * 60_000,
  );
});
