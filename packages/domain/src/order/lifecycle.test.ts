import { describe, expect, it } from '@jest/globals';
import { OrderConflictError } from '../errors.js';
import { ORDER_EVENT_TYPES } from '../events/order-event.js';
import { aChangeBy, anOrderIn, aPlacing, BUILT_AT } from '../testing/builders.js';
import { admit } from './admit.js';
import {
  admission,
  CLAIMABLE_STATUSES,
  isTerminal,
  LIFECYCLE,
  ORDER_STATUSES,
  type ChangeCommand,
  type Command,
  type From,
  type OrderStatus,
  type TerminalStatus,
} from './lifecycle.js';
import type { OrderIn } from './order.js';
import type * as transitions from './transitions.js';
import { toTimestamp } from './timestamp.js';

const CHANGE_COMMANDS: readonly ChangeCommand[] = [
  'update',
  'approve',
  'reject',
  'expire',
  'cancel',
  'claim',
  'complete',
  'fail',
];

interface Cell {
  readonly command: ChangeCommand;
  readonly status: OrderStatus;
}

/** A row of the table, with the widest types of its cells. */
function rule(command: Command): {
  readonly from: readonly OrderStatus[];
  readonly to: readonly OrderStatus[] | 'same';
  readonly event: string | undefined;
} {
  return LIFECYCLE[command];
}

function targets({ command, status }: Cell): readonly OrderStatus[] {
  const { to } = rule(command);
  return to === 'same' ? [status] : to;
}

// Computed from the table itself, not by the code under test.
function applies({ command, status }: Cell): boolean {
  return rule(command).from.includes(status);
}

function alreadyHolds(cell: Cell): boolean {
  return rule(cell.command).to !== 'same' && targets(cell).includes(cell.status);
}

const CELLS: readonly Cell[] = CHANGE_COMMANDS.flatMap((command) =>
  ORDER_STATUSES.map((status) => ({ command, status })),
);
const APPLYING = CELLS.filter(applies);
const HOLDING = CELLS.filter((cell) => !applies(cell) && alreadyHolds(cell));
const FORBIDDEN = CELLS.filter((cell) => !applies(cell) && !alreadyHolds(cell));

describe('a command that the state allows', () => {
  it.each(APPLYING)('$command changes a $status order', ({ command, status }) => {
    const order = anOrderIn(status, { customerId: 'customer-1' });

    const change = aChangeBy(command, order, {
      now: BUILT_AT + 60_000,
      actor: 'alice',
      correlationId: 'correlation-2',
    });

    expect(targets({ command, status })).toEqual([change?.order.status]);
    expect(change?.order).toMatchObject({
      orderId: order.orderId,
      customerId: 'customer-1',
      createdAt: order.createdAt,
      priority: order.priority,
      version: order.version + 1,
      updatedAt: toTimestamp(BUILT_AT + 60_000),
    });
    expect(change?.order.history).toEqual([
      ...order.history,
      {
        version: order.version + 1,
        command,
        status: change?.order.status,
        at: toTimestamp(BUILT_AT + 60_000),
        actor: 'alice',
        correlationId: 'correlation-2',
      },
    ]);
  });

  it.each(APPLYING)('$command of a $status order emits the event of the table', (cell) => {
    const order = anOrderIn(cell.status);
    const { event } = rule(cell.command);

    const change = aChangeBy(cell.command, order);

    expect(change?.events.map(({ type }) => type)).toEqual(event === undefined ? [] : [event]);
    for (const { detail } of change?.events ?? []) {
      expect(detail).toMatchObject({ orderId: order.orderId, status: change?.order.status });
      expect(detail.metadata).toMatchObject({
        eventId: `${order.orderId}:${order.version + 1}:0`,
        orderVersion: order.version + 1,
      });
    }
  });

  it.each(APPLYING)('$command does not change the given $status object', (cell) => {
    const order = anOrderIn(cell.status);
    const before = structuredClone(order);

    aChangeBy(cell.command, order);

    expect(order).toEqual(before);
  });
});

describe('a command whose target state is already reached', () => {
  it.each(HOLDING)('$command has nothing to do for a $status order', ({ command, status }) => {
    expect(admit(command, anOrderIn(status))).toBeUndefined();
    expect(admission(command, status)).toBe('already holds');
  });
});

describe('a command that the state forbids', () => {
  it.each(FORBIDDEN)('$command of a $status order is a conflict', ({ command, status }) => {
    const order = anOrderIn(status);

    expect(() => admit(command, order)).toThrow(
      new OrderConflictError(order.orderId, command, status),
    );
    expect(admission(command, status)).toBe('forbidden');
  });
});

describe('the table of the lifecycle', () => {
  it('has each of its cells tested above exactly once', () => {
    expect(['place', ...CHANGE_COMMANDS]).toEqual(Object.keys(LIFECYCLE));
    expect(APPLYING.length + HOLDING.length + FORBIDDEN.length).toBe(
      CHANGE_COMMANDS.length * ORDER_STATUSES.length,
    );
  });

  it('is the specified one', () => {
    const rows = Object.entries(LIFECYCLE).map(
      ([command, { from, to, event }]) =>
        `${command}: ${from.join(', ')} > ${[to].flat().join(', ')} > ${event}`,
    );

    expect(rows).toEqual([
      'place:  > NEW, PENDING_APPROVAL > Order Created',
      'update: NEW, PENDING_APPROVAL > same > Order Updated',
      'approve: PENDING_APPROVAL > APPROVED > Order Approved',
      'reject: PENDING_APPROVAL > REJECTED > Order Rejected',
      'expire: PENDING_APPROVAL > REJECTED > Order Rejected',
      'cancel: NEW, PENDING_APPROVAL, APPROVED > CANCELLED > Order Cancelled',
      'claim: NEW, APPROVED > PROCESSING > undefined',
      'complete: PROCESSING > PROCESSED > Order Processed',
      'fail: PROCESSING > FAILED > Order Failed',
    ]);
  });

  it('has four final states', () => {
    const terminal = ORDER_STATUSES.filter(isTerminal);

    expect(terminal).toEqual(['PROCESSED', 'CANCELLED', 'REJECTED', 'FAILED']);
  });

  it('starts the processing in two states', () => {
    expect(CLAIMABLE_STATUSES).toEqual(['NEW', 'APPROVED']);
  });

  it('has every type of event', () => {
    const named = new Set(Object.values(LIFECYCLE).flatMap(({ event }) => event ?? []));

    expect([...ORDER_EVENT_TYPES]).toEqual([...named]);
  });

  it('forbids placing an order twice', () => {
    const { order } = aPlacing();

    expect(admission('place', order.status)).toBe('forbidden');
  });
});

// An illegal transition does not compile: `npm run typecheck` checks these assertions.
type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** The states whose orders a transition accepts. */
type Accepts<F extends (order: never, ...rest: never[]) => unknown> = {
  [S in OrderStatus]: OrderIn<S> extends Parameters<F>[0] ? S : never;
}[OrderStatus];

/** The states that a transition leads to. */
type LeadsTo<F extends (...args: never[]) => { readonly order: { readonly status: OrderStatus } }> =
  ReturnType<F>['order']['status'];

type T = typeof transitions;

describe('the compiler', () => {
  it('accepts for a transition only orders in the states of the table', () => {
    const update: Equal<Accepts<T['update']>, 'NEW' | 'PENDING_APPROVAL'> = true;
    const approve: Equal<Accepts<T['approve']>, 'PENDING_APPROVAL'> = true;
    const reject: Equal<Accepts<T['reject']>, 'PENDING_APPROVAL'> = true;
    const expire: Equal<Accepts<T['expire']>, 'PENDING_APPROVAL'> = true;
    const cancel: Equal<Accepts<T['cancel']>, 'NEW' | 'PENDING_APPROVAL' | 'APPROVED'> = true;
    const claim: Equal<Accepts<T['claim']>, 'NEW' | 'APPROVED'> = true;
    const complete: Equal<Accepts<T['complete']>, 'PROCESSING'> = true;
    const fail: Equal<Accepts<T['fail']>, 'PROCESSING'> = true;

    const proofs = { update, approve, reject, expire, cancel, claim, complete, fail };

    expect(Object.keys(proofs)).toEqual(CHANGE_COMMANDS);
  });

  it('derives these states from the table', () => {
    const proofs: {
      readonly [C in ChangeCommand]: Equal<Accepts<T[C]>, From<C>>;
    } = {
      update: true,
      approve: true,
      reject: true,
      expire: true,
      cancel: true,
      claim: true,
      complete: true,
      fail: true,
    };

    expect(Object.keys(proofs)).toEqual(CHANGE_COMMANDS);
  });

  it('knows which state a transition leads to', () => {
    const place: Equal<LeadsTo<T['place']>, 'NEW' | 'PENDING_APPROVAL'> = true;
    const claim: Equal<LeadsTo<T['claim']>, 'PROCESSING'> = true;
    const cancel: Equal<LeadsTo<T['cancel']>, 'CANCELLED'> = true;

    expect([place, claim, cancel]).not.toContain(false);
  });

  it('accepts no order in a final state', () => {
    const terminal: Equal<TerminalStatus, 'PROCESSED' | 'CANCELLED' | 'REJECTED' | 'FAILED'> = true;
    const none: Equal<Extract<Accepts<T[ChangeCommand]>, TerminalStatus>, never> = true;

    expect([terminal, none]).not.toContain(false);
  });

  it('accepts no order of unknown state', () => {
    const claim: Equal<
      OrderIn<OrderStatus> extends Parameters<T['claim']>[0] ? true : false,
      false
    > = true;

    expect(claim).toBe(true);
  });
});
