import { isTerminal } from '@snacks/domain';
import { topology } from '@snacks/handlers';

import { SeededRandom } from './seeded-random.js';
import { Client } from '../workload/client.js';
import { Coverage } from '../checkers/coverage.js';
import { EventSender } from '../workload/event-sender.js';
import { assertFinalState, runningApprovals } from '../checkers/end-check.js';
import { drawProfile, FAULTS, type Fault } from './faults.js';
import { disturbMessages } from './message-faults.js';
import type { Mutant } from '../mutants/mutant.js';
import { LATENCY } from './network.js';
import { Operator } from '../workload/operator.js';
import type { PlannedReuse } from '../workload/planned-reuse.js';
import type { InvariantBrokenError } from '../checkers/invariants.js';
import { Reader } from '../workload/reader.js';
import { drawScenario, partsOf } from './scenario.js';
import { CLOCK_SKEW, IN_MEMORY, System, type Backend } from './system.js';
import { TWO_VERSIONS } from './versions.js';

export interface SimulationOptions {
  readonly seed: number;
  /** The faults that may occur. @default all */
  readonly faults?: ReadonlySet<Fault>;
  /** The names of parts, of the scenario or of its decisions, that are left out. @default none */
  readonly leftOut?: ReadonlySet<string>;
  readonly mutant?: Mutant | undefined;
  readonly backend?: Backend;
  /** Counts the visited cells. @default they are not counted */
  readonly coverage?: Coverage;
  /** Whether the outcome has the timeline. @default false */
  readonly keepTimeline?: boolean;
}

/** The outcome of a run. */
export interface SimulationOutcome {
  readonly seed: number;
  /** The invariant that was broken, if any. */
  readonly broken: InvariantBrokenError | undefined;
  /** The names of the parts that can be left out of the run. */
  readonly parts: readonly string[];
  readonly timeline: readonly string[];
  /** The number of clock steps. */
  readonly steps: number;
}

const ALL_FAULTS: ReadonlySet<Fault> = new Set(FAULTS);
const NOTHING: ReadonlySet<string> = new Set();

/** The faults of a run stop after so many milliseconds if the system is not idle before. */
const MAX_FAULTY_TIME = 5 * 60_000;

/** The milliseconds within which every order must end after the faults have stopped. */
const TIME_TO_END = 6 * 3_600_000;

/**
 * Runs the whole system under one seed, which decides the clients, the faults and every interleaving. Then
 * the faults stop, and the run continues until every order is in a final state. It stops at the first broken
 * invariant. The same seed and options give the same run.
 */
export async function runSimulation(options: SimulationOptions): Promise<SimulationOutcome> {
  const { seed, faults = ALL_FAULTS, leftOut = NOTHING, backend = IN_MEMORY } = options;
  const random = new SeededRandom(seed);
  const scenario = drawScenario(random, leftOut);
  const system = new System({
    random,
    scenario,
    leftOut,
    backend,
    profile: drawProfile(random, faults),
    coverage: options.coverage ?? new Coverage(),
    mutant: options.mutant,
    keepTimeline: options.keepTimeline ?? false,
  });
  const steps = await new SimulationRun(system, backend).execute();
  return {
    seed,
    broken: system.checker.broken,
    parts: [...partsOf(scenario), LATENCY, CLOCK_SKEW, TWO_VERSIONS, ...system.network.disturbed],
    timeline: system.timeline.lines,
    steps,
  };
}

class SimulationRun {
  private readonly operator: Operator;
  private activeParticipants = 0;
  private steps = 0;

  constructor(
    private readonly system: System,
    private readonly backend: Backend,
  ) {
    this.operator = new Operator(system);
  }

  /** Returns the number of steps. */
  async execute(): Promise<number> {
    const { system } = this;
    await system.stock.fill();
    await system.catalogue.fill();
    disturbMessages(system);
    const { orders, events, readings, reuses, faultyFor } = system.options.scenario;
    for (const plan of orders) this.start(new Client(system, plan));
    for (const plan of events) this.start(new EventSender(system, plan));
    for (const plan of readings) this.start(new Reader(system, plan));
    await this.runPhases(faultyFor);
    for (const reuse of system.expires ? reuses : []) await this.reuseKey(reuse);
    return this.steps;
  }

  /** Runs a phase with faults and a final one without, and checks the final state. */
  private async runPhases(faultyFor: number): Promise<void> {
    const { system } = this;
    const isDone = () => faultyFor === 0 && this.activeParticipants === 0 && this.isIdle();
    await this.advance(faultyFor || MAX_FAULTY_TIME, isDone);
    if (system.checker.broken !== undefined) return;
    system.network.stopFaults();
    system.timeline.add(() => 'the faults stop');
    await this.runFinalPhase();
    if (system.checker.broken === undefined) await assertFinalState(system);
  }

  /** Deletes the items of an order, and uses its key for another order. */
  private async reuseKey({ of, items, pause, order }: PlannedReuse): Promise<void> {
    const { system } = this;
    const orderId = system.checker.orderOf(of);
    const before = orderId && system.checker.latest(orderId);
    if (system.checker.broken !== undefined || !before) return;
    const immediate = items.indexOf('order') + 1;
    for (const item of items.slice(0, immediate)) system.expire(item, before);
    this.start({
      act: async () => {
        for (const item of items.slice(immediate)) {
          await system.pause(pause);
          system.expire(item, before);
        }
      },
    });
    system.network.startFaults();
    this.start(new Client(system, order));
    await this.runPhases(0);
  }

  private start(participant: { readonly act: () => Promise<void> }): void {
    this.activeParticipants += 1;
    void participant.act().finally(() => {
      this.activeParticipants -= 1;
    });
  }

  /** Advances time by so many milliseconds; less if it is done before, or if an invariant breaks. */
  private async advance(milliseconds: number, isDone: () => boolean): Promise<void> {
    const { clock, checker } = this.system;
    const end = clock.now() + milliseconds;
    for (;;) {
      await this.backend.engine.waitUntilIdle();
      if (checker.broken !== undefined || isDone()) return;
      this.steps += 1;
      if (!clock.step(end)) return;
    }
  }

  /** Runs the system without faults, and lets an operator act, until every order is in a final state. */
  private async runFinalPhase(): Promise<void> {
    const { clock, checker } = this.system;
    const end = clock.now() + TIME_TO_END;
    while (clock.now() < end && checker.broken === undefined) {
      await this.advance(end - clock.now(), () => this.activeParticipants === 0 && this.isIdle());
      const redriven = await this.operator.redrive();
      let decided = false;
      for (const order of checker.orders.filter(({ status }) => status === 'PENDING_APPROVAL')) {
        decided = (await this.operator.decide(order)) || decided;
      }
      if (redriven > 0 || decided) continue;
      if (checker.orders.every(({ status }) => isTerminal(status)) && !this.hasToWaitForNextStep())
        return;
      // Now only a deadline or the sweeper can change anything.
      await this.advance(60_000, () => !this.isIdle());
    }
  }

  /** Whether the event of a decision was lost, so that only the workflow's next step can end it. */
  private hasToWaitForNextStep(): boolean {
    const { platform, lostMessagesTo } = this.system;
    const { queue } = topology.rules['close-approvals'];
    return lostMessagesTo.has(queue) && runningApprovals(platform).length > 0;
  }

  /** Whether no work is running or queued; timers may start work later. */
  private isIdle(): boolean {
    const { platform, network } = this.system;
    return (
      network.open === 0 &&
      platform.idle &&
      platform.asyncInvocations.waiting === 0 &&
      platform.approvals.activeCount === 0 &&
      [...platform.queues.values()].every(({ depth }) => depth.inFlight === 0)
    );
  }
}
