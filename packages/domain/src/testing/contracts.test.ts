import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { OrderEvent } from '../events/order-event.js';
import type { Change } from '../order/change.js';
import type { Order, OrderId } from '../order/order.js';
import type { WorkflowInput, WorkflowState } from '../ports/approval-workflow.js';
import type { EventRecord } from '../ports/event-records.js';
import { toDeadLetterMessage } from '../ports/dead-letters.js';
import type { IdGenerator } from '../ports/id-generator.js';
import type { AddResult, OrderPage, OrderQuery } from '../ports/order-repository.js';
import { approvalTasksContract } from './approval-tasks-contract.js';
import {
  approvalWorkflowContract,
  type ApprovalWorkflowUnderTest,
} from './approval-workflow-contract.js';
import {
  eventPublisherContract,
  type EventPublisherUnderTest,
} from './event-publisher-contract.js';
import { FakeTasks, FakeWorkflow } from '../../test/fake-approval.js';
import { IgnoresItsFailures, NeverGivesUp, WaitsForEveryRefusal } from '../../test/flawed-buses.js';
import { KeptDeadLetters } from '../../test/kept-dead-letters.js';
import { deadLettersContract } from './dead-letters-contract.js';
import { eventId, FakeBus, type Reception } from '../../test/fake-bus.js';
import { eventRecordsContract } from './event-records-contract.js';
import { idGeneratorContract } from './id-generator-contract.js';
import { inventoryContract } from './inventory-contract.js';
import { KeptEvents } from '../../test/kept-events.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { InMemoryStock } from '../../test/in-memory-stock.js';
import { InMemoryLedger } from '../../test/in-memory-ledger.js';
import { simulatedPayments } from './simulated-payments.js';
import { paymentsContract } from './payments-contract.js';
import { notificationsContract } from './notifications-contract.js';
import { orderRepositoryContract } from './order-repository-contract.js';
import { assertRejected, assertTrue, present, type TestFunctions } from './test-functions.js';

const ids: IdGenerator = {
  randomId: () => randomUUID(),
  digest: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
};

async function aBusUnderTest(Bus: typeof FakeBus = FakeBus): Promise<EventPublisherUnderTest> {
  const refused = new Map<string, Reception>();
  const bus = new Bus((event) => refused.get(eventId(event)) ?? 'taken');
  return {
    publisher: bus,
    taken: async () => bus.taken,
    refuse: async (id, forGood) => {
      refused.set(id, forGood ? 'refused for good' : 'refused');
    },
  };
}

async function aWorkflowUnderTest(
  Workflow: typeof FakeWorkflow = FakeWorkflow,
): Promise<ApprovalWorkflowUnderTest> {
  const workflow = new Workflow();
  return {
    workflow,
    tokenOf: async (order) => workflow.tokenOf(order),
    breakOff: async (order) => workflow.breakOff(order),
    waitsOf: async (order) => workflow.waitsOf(order),
  };
}

orderRepositoryContract({ describe, it }, async () => new InMemoryOrders());
approvalTasksContract({ describe, it }, async () => new FakeTasks());
approvalWorkflowContract({ describe, it }, aWorkflowUnderTest);
deadLettersContract({ describe, it }, async () => {
  const deadLetters = new KeptDeadLetters();
  return {
    deadLetters,
    kept: async () => deadLetters.kept.map((letter) => JSON.stringify(toDeadLetterMessage(letter))),
  };
});
eventPublisherContract({ describe, it }, aBusUnderTest);
eventRecordsContract({ describe, it }, async () => new KeptEvents());
idGeneratorContract({ describe, it }, () => ids);
notificationsContract({ describe, it }, async () => {
  const texts: string[] = [];
  const notify = async (event: OrderEvent) => void texts.push(JSON.stringify(event));
  return { notifications: { notify }, told: async () => texts };
});
paymentsContract({ describe, it }, async () => simulatedPayments(new InMemoryLedger()));
inventoryContract({ describe, it }, async (unknownSnacks) => new InMemoryStock(unknownSnacks));

/** Runs a contract suite by itself, and returns the titles of the tests that failed. */
async function brokenPromises(suite: (functions: TestFunctions) => void): Promise<string[]> {
  const tests: { title: string; run: () => Promise<void> }[] = [];
  suite({
    describe: (_title, define) => define(),
    it: (title, run) => tests.push({ title, run }),
  });
  const failed: string[] = [];
  for (const { title, run } of tests) {
    await run().catch(() => failed.push(title));
  }
  return failed;
}

class ForgetsVersions extends InMemoryOrders {
  override async save(change: Change): Promise<void> {
    await super.save(change).catch(() => undefined);
  }
}

class OverwritesOnAdd extends InMemoryOrders {
  private readonly others = new Map<OrderId, Order>();
  override async add(change: Change, requestHash: string): Promise<AddResult> {
    await super.add(change, requestHash);
    this.others.set(change.order.orderId, change.order);
    return { added: true };
  }
  override async find(orderId: OrderId): Promise<Order | undefined> {
    return this.others.get(orderId) ?? (await super.find(orderId));
  }
}

class LosesEvents extends InMemoryOrders {
  override async lastEvents(): Promise<Change['events']> {
    return [];
  }
}

class HandsOutItsOwnObjects extends InMemoryOrders {
  private readonly own = new Map<OrderId, Order | undefined>();
  override async find(orderId: OrderId): Promise<Order | undefined> {
    const order = this.own.get(orderId) ?? (await super.find(orderId));
    this.own.set(orderId, order);
    return order;
  }
}

class AlwaysPromisesAnotherPage extends InMemoryOrders {
  override async list(query: OrderQuery): Promise<OrderPage> {
    const { orders } = await super.list(query);
    const last = orders.at(-1);
    return last === undefined ? { orders } : { orders, next: last };
  }
}

class OverfillsPages extends InMemoryOrders {
  override async list(query: OrderQuery): Promise<OrderPage> {
    return super.list({ ...query, limit: query.limit + 1 });
  }
}

class StartsOverAtEachPage extends InMemoryOrders {
  override async list({ after: _ignored, ...query }: OrderQuery): Promise<OrderPage> {
    return super.list(query);
  }
}

class ListsOldestFirst extends InMemoryOrders {
  override async list(query: OrderQuery): Promise<OrderPage> {
    const page = await super.list(query);
    return { ...page, orders: [...page.orders].reverse() };
  }
}

class KeepsTheNewestToken extends FakeTasks {
  override async tokensOf(orderId: OrderId): Promise<readonly string[]> {
    return (await super.tokensOf(orderId)).slice(-1);
  }
}

class StartsOverAfterItsEnd extends FakeWorkflow {
  override async start(input: WorkflowInput): Promise<WorkflowState> {
    const state = await super.start(input);
    if (state === 'ended') this.breakOff(input.order);
    return super.start(input);
  }
}

class KeepsTheLastRecord extends KeptEvents {
  override async add(record: EventRecord): Promise<'added' | 'known'> {
    const outcome = await super.add(record);
    this.kept.set(record.eventId, record);
    return outcome;
  }
}

describe('a contract suite', () => {
  it.each([
    {
      flaw: 'forgets versions',
      Broken: ForgetsVersions,
      promise: 'refuses a version that was written already, and changes nothing',
    },
    {
      flaw: 'lets every writer win',
      Broken: ForgetsVersions,
      promise: 'loses no update of 32 writers at once: versions rise by one, each by one writer',
    },
    {
      flaw: 'overwrites the first order of an id',
      Broken: OverwritesOnAdd,
      promise: 'keeps the first order of an id, and returns with it as it stands now',
    },
    {
      flaw: 'lets every caller add',
      Broken: OverwritesOnAdd,
      promise: 'lets exactly one of 50 concurrent calls for one id add',
    },
    {
      flaw: 'loses events',
      Broken: LosesEvents,
      promise: 'finds an order as it was added, with its events',
    },
    {
      flaw: 'hands out its own objects',
      Broken: HandsOutItsOwnObjects,
      promise: 'keeps copies: what a caller does to its own objects changes nothing stored',
    },
    {
      flaw: 'promises a page after the last one',
      Broken: AlwaysPromisesAnotherPage,
      promise: 'has a next page exactly as long as there is more',
    },
    {
      flaw: 'overfills its pages',
      Broken: OverfillsPages,
      promise: 'meets each order once on a walk, while others are written and moved',
    },
    {
      flaw: 'begins every page at the start',
      Broken: StartsOverAtEachPage,
      promise: 'meets each order once on a walk, while others are written and moved',
    },
    {
      flaw: 'lists the oldest first',
      Broken: ListsOldestFirst,
      promise: 'lists by status: newest first, and those of one moment by id',
    },
  ])('catches a repository that $flaw', async ({ Broken, promise }) => {
    const broken = await brokenPromises((functions) =>
      orderRepositoryContract(functions, async () => new Broken()),
    );

    expect(broken).toContain(promise);
  });

  it('catches records that are overwritten, and shared with the caller', async () => {
    const broken = await brokenPromises((functions) =>
      eventRecordsContract(functions, async () => new KeepsTheLastRecord()),
    );

    expect(broken).toEqual(['keeps the first record of an id', 'keeps copies']);
  });

  it('catches a publisher that keeps quiet about what the bus refused', async () => {
    const broken = await brokenPromises((functions) =>
      eventPublisherContract(functions, async () => aBusUnderTest(IgnoresItsFailures)),
    );

    expect(broken).toEqual([
      'names exactly the events that the bus did not take',
      'says which of them the bus will never take',
    ]);
  });

  it('catches a publisher that takes no refusal for final', async () => {
    const broken = await brokenPromises((functions) =>
      eventPublisherContract(functions, async () => aBusUnderTest(NeverGivesUp)),
    );

    expect(broken).toEqual(['says which of them the bus will never take']);
  });

  it('catches a publisher that waits for what the bus will never take', async () => {
    const broken = await brokenPromises((functions) =>
      eventPublisherContract(functions, async () => aBusUnderTest(WaitsForEveryRefusal)),
    );

    expect(broken).toContain(
      "hands over an order's events behind one that the bus will never take",
    );
  });

  it('catches approval tasks that forget tokens', async () => {
    const broken = await brokenPromises((functions) =>
      approvalTasksContract(functions, async () => new KeepsTheNewestToken()),
    );

    expect(broken).toEqual([
      'keep every token of an order, each once, and those of other orders apart',
    ]);
  });

  it('catches a workflow that begins again once it has ended', async () => {
    const broken = await brokenPromises((functions) =>
      approvalWorkflowContract(functions, async () => aWorkflowUnderTest(StartsOverAfterItsEnd)),
    );

    expect(broken).toContain('ends by its token, and is not started again');
  });

  it('catches ids that come twice, and digests that are not SHA-256', async () => {
    const lazy: IdGenerator = { randomId: () => 'the only id', digest: (text) => text };

    const broken = await brokenPromises((functions) => idGeneratorContract(functions, () => lazy));

    expect(broken).toEqual(['gives lower-case UUIDs, never one twice', 'digests by SHA-256']);
  });

  it('tells what is amiss', async () => {
    const anError = new Error('no network');

    expect(() => present(undefined, 'order')).toThrow('order: there is none');
    expect(() => assertTrue(false, 'the bus is up')).toThrow('the bus is up');
    await expect(assertRejected(Promise.resolve(), 'ORDER_CONFLICT')).rejects.toThrow(
      'outcome: expected "ORDER_CONFLICT", got "success"',
    );
    await expect(assertRejected(Promise.reject(anError), 'ORDER_CONFLICT')).rejects.toThrow(
      'got "Error: no network"',
    );
  });
});
