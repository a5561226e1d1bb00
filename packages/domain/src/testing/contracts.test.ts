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
import {
  IgnoresItsFailures,
  ReportsNoFinalRefusal,
  StopsAtEveryRefusal,
} from '../../test/flawed-buses.js';
import { RecordedDeadLetters } from '../../test/recorded-dead-letters.js';
import { deadLettersContract } from './dead-letters-contract.js';
import { eventId, FakeBus, type Reception } from '../../test/fake-bus.js';
import { eventRecordsContract } from './event-records-contract.js';
import { idGeneratorContract } from './id-generator-contract.js';
import { RecordedEvents } from '../../test/recorded-events.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { InMemoryLedger } from '../../test/in-memory-ledger.js';
import { simulatedPayments } from './simulated-payments.js';
import { paymentsContract } from './payments-contract.js';
import { notificationsContract } from './notifications-contract.js';
import { orderRepositoryContract } from './order-repository-contract.js';
import { aBrokenGuarantee, failuresOf } from '../../test/contract-failures.js';

const ids: IdGenerator = {
  randomId: () => randomUUID(),
  digest: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
};

async function aBusUnderTest(Bus: typeof FakeBus = FakeBus): Promise<EventPublisherUnderTest> {
  const refused = new Map<string, Reception>();
  const bus = new Bus((event) => refused.get(eventId(event)) ?? 'accepted');
  return {
    publisher: bus,
    taken: async () => bus.accepted,
    refuse: async (id, isFinal) => {
      refused.set(id, isFinal ? 'refused finally' : 'refused');
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
  const deadLetters = new RecordedDeadLetters();
  return {
    deadLetters,
    kept: async () =>
      deadLetters.letters.map((letter) => JSON.stringify(toDeadLetterMessage(letter))),
  };
});
eventPublisherContract({ describe, it }, aBusUnderTest);
eventRecordsContract({ describe, it }, async () => new RecordedEvents());
idGeneratorContract({ describe, it }, () => ids);
notificationsContract({ describe, it }, async () => {
  const texts: string[] = [];
  const notify = async (event: OrderEvent) => void texts.push(JSON.stringify(event));
  return { notifications: { notify }, sent: async () => texts };
});
paymentsContract({ describe, it }, async () => simulatedPayments(new InMemoryLedger()));

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

class ReturnsItsOwnObjects extends InMemoryOrders {
  private readonly own = new Map<OrderId, Order | undefined>();
  override async find(orderId: OrderId): Promise<Order | undefined> {
    const order = this.own.get(orderId) ?? (await super.find(orderId));
    this.own.set(orderId, order);
    return order;
  }
}

class AlwaysHasNextPage extends InMemoryOrders {
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

class KeepsTheLastRecord extends RecordedEvents {
  override async add(record: EventRecord): Promise<'added' | 'known'> {
    const outcome = await super.add(record);
    this.records.set(record.eventId, record);
    return outcome;
  }
}

describe('a contract suite', () => {
  it.each([
    {
      flaw: 'forgets versions',
      Broken: ForgetsVersions,
      test: 'refuses a version that is already stored, and changes nothing',
    },
    {
      flaw: 'accepts every writer',
      Broken: ForgetsVersions,
      test: 'stores exactly one of 32 concurrent updates of each version',
    },
    {
      flaw: 'overwrites the first order of an id',
      Broken: OverwritesOnAdd,
      test: 'keeps the first order of an id, and returns its current version',
    },
    {
      flaw: 'lets every caller add',
      Broken: OverwritesOnAdd,
      test: 'lets exactly one of 50 concurrent calls for one id add',
    },
    {
      flaw: 'loses events',
      Broken: LosesEvents,
      test: 'finds an order as it was added, with its events',
    },
    {
      flaw: 'returns its own objects',
      Broken: ReturnsItsOwnObjects,
      test: 'stores copies, which do not change with the objects of a caller',
    },
    {
      flaw: 'has a page after the last one',
      Broken: AlwaysHasNextPage,
      test: 'has a next page exactly if there are more orders',
    },
    {
      flaw: 'returns too many orders on a page',
      Broken: OverfillsPages,
      test: 'lists each order once over all pages, while others are added and change state',
    },
    {
      flaw: 'starts every page at the first order',
      Broken: StartsOverAtEachPage,
      test: 'lists each order once over all pages, while others are added and change state',
    },
    {
      flaw: 'lists the oldest first',
      Broken: ListsOldestFirst,
      test: 'lists by status: the newest first, and orders of the same time by id',
    },
  ])('detects a repository that $flaw', async ({ Broken, test }) => {
    const failures = await failuresOf((functions) =>
      orderRepositoryContract(functions, async () => new Broken()),
    );

    expect(failures).toContainEqual(aBrokenGuarantee('OrderRepository', test));
  });

  it('detects event records that are overwritten, and shared with the caller', async () => {
    const failures = await failuresOf((functions) =>
      eventRecordsContract(functions, async () => new KeepsTheLastRecord()),
    );

    expect(failures).toEqual([
      aBrokenGuarantee('EventRecords', 'keep the first record of an id'),
      aBrokenGuarantee('EventRecords', 'store copies'),
    ]);
  });

  it('detects a publisher that does not report refusals', async () => {
    const failures = await failuresOf((functions) =>
      eventPublisherContract(functions, async () => aBusUnderTest(IgnoresItsFailures)),
    );

    expect(failures).toEqual([
      aBrokenGuarantee(
        'EventPublisher',
        'returns a failure for exactly the events that the bus refused',
      ),
      aBrokenGuarantee('EventPublisher', 'returns which failures are final'),
    ]);
  });

  it('detects a publisher that reports no refusal as final', async () => {
    const failures = await failuresOf((functions) =>
      eventPublisherContract(functions, async () => aBusUnderTest(ReportsNoFinalRefusal)),
    );

    expect(failures).toEqual([
      aBrokenGuarantee('EventPublisher', 'returns which failures are final'),
    ]);
  });

  it('detects a publisher that stops at a final refusal', async () => {
    const failures = await failuresOf((functions) =>
      eventPublisherContract(functions, async () => aBusUnderTest(StopsAtEveryRefusal)),
    );

    expect(failures).toContainEqual(
      aBrokenGuarantee(
        'EventPublisher',
        "publishes an order's events after one with a final refusal",
      ),
    );
  });

  it('detects approval tasks that lose tokens', async () => {
    const failures = await failuresOf((functions) =>
      approvalTasksContract(functions, async () => new KeepsTheNewestToken()),
    );

    expect(failures).toEqual([
      aBrokenGuarantee(
        'ApprovalTasks',
        'store every token of an order once, and separately from other orders',
      ),
    ]);
  });

  it('detects a workflow that starts again after it has ended', async () => {
    const failures = await failuresOf((functions) =>
      approvalWorkflowContract(functions, async () => aWorkflowUnderTest(StartsOverAfterItsEnd)),
    );

    expect(failures).toContainEqual(
      aBrokenGuarantee(
        'ApprovalWorkflow',
        'ends when its token is released, and is not started again',
      ),
    );
  });

  it('detects ids that are not unique, and digests that are not SHA-256', async () => {
    const constant: IdGenerator = { randomId: () => 'the only id', digest: (text) => text };

    const failures = await failuresOf((functions) =>
      idGeneratorContract(functions, () => constant),
    );

    expect(failures).toEqual([
      aBrokenGuarantee('IdGenerator', 'returns lower-case UUIDs, all of them different'),
      aBrokenGuarantee('IdGenerator', 'digests by SHA-256'),
    ]);
  });
});
