import { describe, expect, it } from '@jest/globals';
import { hasCode } from '../errors.js';
import type { Change } from '../order/change.js';
import type { Order, OrderId } from '../order/order.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { aRequestContext, CLOCK, storedIn } from '../../test/stored-orders.js';
import { CancelOrder } from './cancel-order.js';
import { ProcessOrder } from './process-order.js';

type Call = 'process' | 'cancel';
type Outcome =
  | { readonly call: Call; readonly value: Order }
  | { readonly call: Call; readonly error: unknown };

/** A gate before every read and write of one caller. The caller waits until the test opens it. */
class Gate {
  private resume: (() => void) | undefined;
  /** What the caller does next; `undefined` unless it waits. */
  waitsTo: 'read' | 'write' | undefined;

  async pass(access: 'read' | 'write'): Promise<void> {
    return new Promise((resolve) => {
      this.waitsTo = access;
      this.resume = resolve;
    });
  }

  open(): void {
    this.waitsTo = undefined;
    this.resume?.();
  }
}

/** One caller's access to the shared orders, through the caller's gate. */
class GatedOrders extends InMemoryOrders {
  constructor(
    private readonly shared: InMemoryOrders,
    private readonly gate: Gate,
  ) {
    super();
  }

  override async find(orderId: OrderId): Promise<Order | undefined> {
    await this.gate.pass('read');
    return this.shared.find(orderId);
  }

  override async save(change: Change): Promise<void> {
    await this.gate.pass('write');
    return this.shared.save(change);
  }
}

/** A running call. */
interface Run {
  readonly call: Call;
  readonly gate: Gate;
  outcome?: Outcome;
  /** Whether it has passed its first gate. */
  begun: boolean;
}

/** The result of one interleaving. */
interface Result {
  readonly orders: InMemoryOrders;
  readonly orderId: OrderId;
  readonly outcomes: readonly Outcome[];
  /** The order's state at each call of the fulfilment step. */
  readonly statusAtStep: readonly (string | undefined)[];
}

function begin(
  call: Call,
  orders: InMemoryOrders,
  orderId: OrderId,
  atStep: () => Promise<void>,
): Run {
  const gate = new Gate();
  const run: Run = { call, gate, begun: false };
  const gated = new GatedOrders(orders, gate);
  const command = { ...aRequestContext(), orderId };
  const step = {
    name: 'stock',
    run: async () => {
      await atStep();
      return 'done' as const;
    },
    commit: atStep,
    undo: async () => {},
  };
  const execution =
    call === 'cancel'
      ? new CancelOrder(gated, CLOCK).execute(command)
      : new ProcessOrder(gated, CLOCK, [step]).execute(command).then(({ order }) => order);
  void execution.then(
    (value) => (run.outcome = { call, value }),
    (error: unknown) => (run.outcome = { call, error }),
  );
  return run;
}

/** Waits until each run waits at its gate or has ended. */
async function waitForGates(runs: readonly Run[]): Promise<void> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    if (runs.every(({ gate, outcome }) => gate.waitsTo !== undefined || outcome !== undefined))
      return;
    await Promise.resolve();
  }
  throw new Error('A run neither waits nor ends.');
}

/**
 * The runs that may go on next, without those that would only repeat another interleaving: of equal calls
 * that have not begun, only the first; of consecutive reads, which do not affect each other, only one
 * order.
 */
function choicesAmong(runs: readonly Run[], lastReader: Run | undefined): Run[] {
  const waiting = runs.filter(
    (run, index) =>
      run.gate.waitsTo !== undefined &&
      (run.begun || !runs.slice(0, index).some((other) => other.call === run.call && !other.begun)),
  );
  const inSequence = waiting.filter(
    (run) =>
      lastReader === undefined ||
      run.gate.waitsTo === 'write' ||
      runs.indexOf(run) >= runs.indexOf(lastReader),
  );
  return inSequence.length > 0 ? inSequence : waiting;
}

/**
 * Runs the calls concurrently on one order, in the sequence of `interleaving`. After its last turn, the
 * first possible run goes on, and the turn is added to it, so that {@link nextInterleaving} finds the
 * next one.
 */
async function runInterleaving(
  calls: readonly Call[],
  status: 'NEW' | 'APPROVED',
  interleaving: Turn[],
): Promise<Result> {
  const orders = new InMemoryOrders();
  const { orderId } = await storedIn(status, orders);
  const statusAtStep: (string | undefined)[] = [];
  const atStep = async () => {
    statusAtStep.push((await orders.find(orderId))?.status);
  };
  const runs = calls.map((call) => begin(call, orders, orderId, atStep));
  await waitForGates(runs);
  let lastReader: Run | undefined;
  for (let turn = 0; ; turn += 1) {
    const choices = choicesAmong(runs, lastReader);
    if (choices.length === 0) break;
    const { chosen } = (interleaving[turn] ??= { chosen: 0, of: choices.length });
    const run = choices[chosen];
    if (run === undefined) throw new Error('The same interleaving did not give the same choices.');
    run.begun = true;
    lastReader = run.gate.waitsTo === 'read' ? run : undefined;
    run.gate.open();
    await waitForGates(runs);
  }
  return { orders, orderId, statusAtStep, outcomes: runs.flatMap(({ outcome }) => outcome ?? []) };
}

interface Turn {
  readonly chosen: number;
  readonly of: number;
}

/** The next interleaving in depth-first order; `undefined` after the last. */
function nextInterleaving(interleaving: readonly Turn[]): Turn[] | undefined {
  const turn = interleaving.findLastIndex(({ chosen, of }) => chosen + 1 < of);
  const changed = interleaving[turn];
  if (changed === undefined) return undefined;
  return [...interleaving.slice(0, turn), { chosen: changed.chosen + 1, of: changed.of }];
}

/** The results of every interleaving of the calls. */
async function* everyInterleaving(
  calls: readonly Call[],
  status: 'NEW' | 'APPROVED',
): AsyncGenerator<Result> {
  let interleaving: Turn[] | undefined = [];
  while (interleaving !== undefined) {
    yield await runInterleaving(calls, status, interleaving);
    interleaving = nextInterleaving(interleaving);
  }
}

/** The first violation in a result; an empty text if there is none. */
async function violationIn({ orders, orderId, outcomes, statusAtStep }: Result): Promise<string> {
  const final = await orders.find(orderId);
  if (final === undefined) return 'the order was lost';
  const wrong = outcomes.find((outcome) => !isExpected(outcome, final));
  return (
    violationInHistory(final) ||
    violationInSteps(final, statusAtStep) ||
    (wrong === undefined ? '' : `a call of ${wrong.call} had an unexpected outcome`) ||
    violationInWrites(orders.writes)
  );
}

function violationInHistory({ status, history }: Order): string {
  const commands = history.map(({ command }) => command);
  if (status !== 'CANCELLED' && status !== 'PROCESSED') return 'the order has no final state';
  if (commands.includes('cancel') && commands.includes('claim')) return 'both calls won';
  return new Set(commands).size === commands.length ? '' : 'a command took effect twice';
}

function violationInSteps(final: Order, statusAtStep: Result['statusAtStep']): string {
  if (final.status === 'CANCELLED') {
    return statusAtStep.length === 0 ? '' : 'a step ran for a cancelled order';
  }
  const allowed = new Set(['PROCESSING', 'PROCESSED']);
  return statusAtStep.every((status) => status !== undefined && allowed.has(status))
    ? ''
    : 'a step ran before the claim';
}

/**
 * A call returns the order in its final state, also a late processing, which has no effect. A late cancel
 * fails with the state that forbids it.
 */
function isExpected(outcome: Outcome, final: Order): boolean {
  if ('value' in outcome) return outcome.value.status === final.status;
  return (
    outcome.call === 'cancel' &&
    final.status === 'PROCESSED' &&
    hasCode(outcome.error, 'ORDER_CONFLICT') &&
    ['PROCESSING', 'PROCESSED'].includes(outcome.error.status)
  );
}

function violationInWrites(writes: readonly Change[]): string {
  for (const [index, { order, events }] of writes.entries()) {
    const { command } = order.history.at(-1) ?? {};
    if (order.version !== index + 1) return 'versions are not consecutive';
    if (events.length !== (command === 'claim' ? 0 : 1))
      return `${command} emitted the wrong number of events`;
    if (events.some(({ detail }) => detail.metadata.orderVersion !== order.version)) {
      return 'an event has the version of another change';
    }
  }
  return '';
}

describe('cancelling and processing concurrently, in every interleaving of reads and writes', () => {
  it.each<{ calls: Call[]; status: 'NEW' | 'APPROVED'; atLeast: number }>([
    { calls: ['process', 'cancel'], status: 'NEW', atLeast: 7 },
    { calls: ['process', 'cancel'], status: 'APPROVED', atLeast: 7 },
    { calls: ['process', 'process'], status: 'NEW', atLeast: 11 },
    { calls: ['cancel', 'cancel'], status: 'NEW', atLeast: 3 },
    { calls: ['process', 'cancel', 'cancel'], status: 'NEW', atLeast: 65 },
    { calls: ['process', 'process', 'cancel'], status: 'NEW', atLeast: 207 },
    { calls: ['process', 'cancel', 'cancel', 'process'], status: 'NEW', atLeast: 5_000 },
  ])(
    'has exactly one winner: $calls of a $status order',
    async ({ calls, status, atLeast }) => {
      const violations = new Set<string>();
      const finalStates = new Set<string>();
      let count = 0;

      for await (const result of everyInterleaving(calls, status)) {
        count += 1;
        violations.add(await violationIn(result));
        finalStates.add((await result.orders.find(result.orderId))?.status ?? 'none');
      }

      expect([...violations]).toEqual(['']);
      expect(count).toBeGreaterThanOrEqual(atLeast);
      const possible = { process: 'PROCESSED', cancel: 'CANCELLED' };
      expect([...finalStates].sort()).toEqual(
        [...new Set(calls.map((call) => possible[call]))].sort(),
      );
    },
    60_000,
  );
});
