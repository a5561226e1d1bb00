import { describe, expect, it } from '@jest/globals';
import { hasCode } from '../errors.js';
import type { Change } from '../order/change.js';
import type { Order, OrderId } from '../order/order.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { anInvocation, CLOCK, storedIn } from '../../test/stored-orders.js';
import { CancelOrder } from './cancel-order.js';
import { ProcessOrder } from './process-order.js';

type Call = 'process' | 'cancel';
type Outcome =
  { readonly call: Call; readonly value: Order } | { readonly call: Call; readonly error: unknown };

/** A gate before every reading and writing of one caller: it waits until the driver opens it. */
class Gate {
  private resume: (() => void) | undefined;
  /** What the caller waits to do, while it waits. */
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

/** One caller's access to the shared orders, each use of it behind the caller's gate. */
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

/** A call that is under way. */
interface Run {
  readonly call: Call;
  readonly gate: Gate;
  outcome?: Outcome;
  /** Whether it has passed its first gate. */
  begun: boolean;
}

interface Story {
  readonly orders: InMemoryOrders;
  readonly orderId: OrderId;
  readonly outcomes: readonly Outcome[];
  /** The order's state whenever a step of fulfilment ran. */
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
  const command = { ...anInvocation(), orderId };
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

/** Lets everything go on until each run waits at its gate or has ended. */
async function finish(runs: readonly Run[]): Promise<void> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    if (runs.every(({ gate, outcome }) => gate.waitsTo !== undefined || outcome !== undefined))
      return;
    await Promise.resolve();
  }
  throw new Error('a run neither waits nor ends');
}

/**
 * The runs to be tried next. Left out is what would only tell the same story again: of equal calls
 * that have not begun all but the first, and of two readings in a row, which change nothing for
 * each other, all but one sequence.
 */
function choicesAmong(runs: readonly Run[], readBefore: Run | undefined): Run[] {
  const waiting = runs.filter(
    (run, index) =>
      run.gate.waitsTo !== undefined &&
      (run.begun || !runs.slice(0, index).some((other) => other.call === run.call && !other.begun)),
  );
  const inSequence = waiting.filter(
    (run) =>
      readBefore === undefined ||
      run.gate.waitsTo === 'write' ||
      runs.indexOf(run) >= runs.indexOf(readBefore),
  );
  return inSequence.length > 0 ? inSequence : waiting;
}

/**
 * Tells the story in which the calls run at once on an order and take turns as `schedule` says.
 * Where it says nothing, the first goes on; what was chosen is noted in it, with the choices there
 * were, so that {@link nextSchedule} finds the next.
 */
async function tell(
  calls: readonly Call[],
  status: 'NEW' | 'APPROVED',
  schedule: Turn[],
): Promise<Story> {
  const orders = new InMemoryOrders();
  const { orderId } = await storedIn(status, orders);
  const statusAtStep: (string | undefined)[] = [];
  const atStep = async () => {
    statusAtStep.push((await orders.find(orderId))?.status);
  };
  const runs = calls.map((call) => begin(call, orders, orderId, atStep));
  await finish(runs);
  let readBefore: Run | undefined;
  for (let turn = 0; ; turn += 1) {
    const choices = choicesAmong(runs, readBefore);
    if (choices.length === 0) break;
    const { chosen } = (schedule[turn] ??= { chosen: 0, of: choices.length });
    const run = choices[chosen];
    if (run === undefined) throw new Error('the story is not the same when it is told again');
    run.begun = true;
    readBefore = run.gate.waitsTo === 'read' ? run : undefined;
    run.gate.open();
    await finish(runs);
  }
  return { orders, orderId, statusAtStep, outcomes: runs.flatMap(({ outcome }) => outcome ?? []) };
}

interface Turn {
  readonly chosen: number;
  readonly of: number;
}

/** The schedule after this one, in the order of a depth-first walk; none after the last. */
function nextSchedule(schedule: readonly Turn[]): Turn[] | undefined {
  const turn = schedule.findLastIndex(({ chosen, of }) => chosen + 1 < of);
  const changed = schedule[turn];
  if (changed === undefined) return undefined;
  return [...schedule.slice(0, turn), { chosen: changed.chosen + 1, of: changed.of }];
}

/** Every story that the calls can make of an order, one for each schedule. */
async function* everyStory(
  calls: readonly Call[],
  status: 'NEW' | 'APPROVED',
): AsyncGenerator<Story> {
  let schedule: Turn[] | undefined = [];
  while (schedule !== undefined) {
    yield await tell(calls, status, schedule);
    schedule = nextSchedule(schedule);
  }
}

/** What is wrong with a story; nothing where it ended as it must. */
async function objectionTo({ orders, orderId, outcomes, statusAtStep }: Story): Promise<string> {
  const final = await orders.find(orderId);
  if (final === undefined) return 'it was lost';
  const badlyEnded = outcomes.find((outcome) => !endedWell(outcome, final));
  return (
    objectionToHistory(final) ||
    objectionToSteps(final, statusAtStep) ||
    (badlyEnded === undefined ? '' : `a ${badlyEnded.call} did not end as it must`) ||
    objectionToWrites(orders.writes)
  );
}

function objectionToHistory({ status, history }: Order): string {
  const commands = history.map(({ command }) => command);
  if (status !== 'CANCELLED' && status !== 'PROCESSED') return 'it was not finished';
  if (commands.includes('cancel') && commands.includes('claim')) return 'both won';
  return new Set(commands).size === commands.length ? '' : 'a command took effect twice';
}

function objectionToSteps(final: Order, statusAtStep: Story['statusAtStep']): string {
  if (final.status === 'CANCELLED') {
    return statusAtStep.length === 0 ? '' : 'a cancelled order was worked on';
  }
  const allowed = new Set(['PROCESSING', 'PROCESSED']);
  return statusAtStep.every((status) => status !== undefined && allowed.has(status))
    ? ''
    : 'an order was worked on before it was claimed';
}

/**
 * Who is not too late returns with the order as it ended; a late processing has nothing to do, and
 * so does it; a late cancel is told the state that forbids it.
 */
function endedWell(outcome: Outcome, final: Order): boolean {
  if ('value' in outcome) return outcome.value.status === final.status;
  return (
    outcome.call === 'cancel' &&
    final.status === 'PROCESSED' &&
    hasCode(outcome.error, 'ORDER_CONFLICT') &&
    ['PROCESSING', 'PROCESSED'].includes(outcome.error.status)
  );
}

function objectionToWrites(writes: readonly Change[]): string {
  for (const [index, { order, events }] of writes.entries()) {
    const { command } = order.history.at(-1) ?? {};
    if (order.version !== index + 1) return 'versions do not rise by one';
    if (events.length !== (command === 'claim' ? 0 : 1)) return `${command} emitted another number`;
    if (events.some(({ detail }) => detail.metadata.orderVersion !== order.version)) {
      return 'an event tells of another change';
    }
  }
  return '';
}

describe('cancelling and processing at once, in every order of their readings and writings', () => {
  it.each<{ calls: Call[]; status: 'NEW' | 'APPROVED'; atLeast: number }>([
    { calls: ['process', 'cancel'], status: 'NEW', atLeast: 7 },
    { calls: ['process', 'cancel'], status: 'APPROVED', atLeast: 7 },
    { calls: ['process', 'process'], status: 'NEW', atLeast: 11 },
    { calls: ['cancel', 'cancel'], status: 'NEW', atLeast: 3 },
    { calls: ['process', 'cancel', 'cancel'], status: 'NEW', atLeast: 65 },
    { calls: ['process', 'process', 'cancel'], status: 'NEW', atLeast: 207 },
    { calls: ['process', 'cancel', 'cancel', 'process'], status: 'NEW', atLeast: 5_000 },
  ])(
    'exactly one of them wins: $calls on an order that is $status',
    async ({ calls, status, atLeast }) => {
      const objections = new Set<string>();
      const winners = new Set<string>();
      let stories = 0;

      for await (const story of everyStory(calls, status)) {
        stories += 1;
        objections.add(await objectionTo(story));
        winners.add((await story.orders.find(story.orderId))?.status ?? 'none');
      }

      expect([...objections]).toEqual(['']);
      expect(stories).toBeGreaterThanOrEqual(atLeast);
      const possible = { process: 'PROCESSED', cancel: 'CANCELLED' };
      expect([...winners].sort()).toEqual([...new Set(calls.map((call) => possible[call]))].sort());
    },
    60_000,
  );
});
