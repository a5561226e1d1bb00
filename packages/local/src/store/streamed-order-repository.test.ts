import { describe, expect, it } from '@jest/globals';
import { InMemoryOrderRepository, ManualClock } from '@snacks/adapters-memory';
import { cancel } from '@snacks/domain';
import type { OrderRepository } from '@snacks/domain/ports';
import {
  aChangeContext,
  aPlacing,
  BUILT_AT,
  orderRepositoryContract,
} from '@snacks/domain/testing';

import { StreamedOrderRepository } from './streamed-order-repository.js';

const HASH = 'a'.repeat(64);
const lost = new Error('the response was lost');

function aRepository() {
  const clock = new ManualClock(BUILT_AT);
  const engine = new InMemoryOrderRepository(clock);
  const repository = new StreamedOrderRepository(engine, clock);
  const changes = () => repository.changes.read(100).map(({ data }) => data);
  return { engine, repository, changes };
}

/** Makes the engine fail after each call of one operation takes effect. */
function loseResponses(engine: OrderRepository, operation: 'add' | 'save'): void {
  if (operation === 'add') {
    const add = engine.add.bind(engine);
    engine.add = async (...change) => add(...change).then(async () => Promise.reject(lost));
  } else {
    const save = engine.save.bind(engine);
    engine.save = async (change) => save(change).then(async () => Promise.reject(lost));
  }
}

orderRepositoryContract({ describe, it }, async () => aRepository().repository);

describe('the stream of a repository', () => {
  it('has each write with the order before and after, and no refused write', async () => {
    const { repository, changes } = aRepository();
    const placing = aPlacing();
    const cancelled = cancel(placing.order, aChangeContext());

    await repository.add(placing, HASH);
    await repository.save(cancelled);
    await repository.add(placing, HASH);
    await expect(repository.save(cancelled)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });

    expect(changes()).toEqual([
      { before: undefined, after: { ...placing, requestHash: HASH } },
      { before: { ...placing, requestHash: '' }, after: { ...cancelled, requestHash: '' } },
    ]);
  });

  it('has a write whose response was lost: it counts as acknowledged', async () => {
    const { engine, repository, changes } = aRepository();
    const placing = aPlacing();
    const cancelled = cancel(placing.order, aChangeContext());

    loseResponses(engine, 'add');
    expect(await repository.add(placing, HASH)).toEqual({ added: true });
    loseResponses(engine, 'save');
    await repository.save(cancelled);

    expect(changes().map(({ after }) => after.events)).toEqual([placing.events, cancelled.events]);
  });

  it('has no failed write, and the caller gets the error', async () => {
    const { engine, repository, changes } = aRepository();
    const placing = aPlacing();
    engine.add = async () => Promise.reject(lost);

    await expect(repository.add(placing, HASH)).rejects.toBe(lost);

    expect(changes()).toEqual([]);
  });

  it('has no write that cannot be read back, and the caller gets the error of the write', async () => {
    const { engine, repository, changes } = aRepository();
    const placing = aPlacing();
    loseResponses(engine, 'add');
    engine.find = async () => Promise.reject(new Error('the engine is gone'));

    await expect(repository.add(placing, HASH)).rejects.toBe(lost);

    expect(changes()).toEqual([]);
  });
});
