import { isTerminal } from '@snacks/domain';
import { topology } from '@snacks/handlers';

import { SeededRandom } from './seeded-random.js';
import { Client } from '../workload/client.js';
import { Coverage } from '../checkers/coverage.js';
import { EventSender } from '../workload/event-sender.js';
import { holdsEnd, runningApprovals } from '../checkers/end-check.js';
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
  /** Which faults there may be. @default all */
  readonly faults?: ReadonlySet<Fault>;
  /** Names of decisions and of parts of the scenario that are left out. @default none */
  readonly leftOut?: ReadonlySet<string>;
  readonly mutant?: Mutant | undefined;
  readonly backend?: Backend;
  /** Counts what is visited. */
  readonly coverage?: Coverage;
  /** Whether the timeline is kept. @default it is not */
  readonly told?: boolean;
}

/** What a run came to. */
export interface SimulationOutcome {
  readonly seed: number;
  /** The invariant that was broken, if any. */
  readonly broken: InvariantBrokenError | undefined;
  /** What could be left out of the run. */
  readonly parts: readonly string[];
  readonly timeline: readonly string[];
  /** How often the clock went on. */
  readonly steps: number;
}

const ALL_FAULTS: ReadonlySet<Fault> = new Set(FAULTS);
const NOTHING: ReadonlySet<string> = new Set();

/** Faults end after this time, in milliseconds, although something is under way. */
const MAX_FAULTY_TIME = 5 * 60_000;

/** How long the system has, once faults have stopped, to bring every order to its end. */
const TIME_TO_END = 6 * 3_600_000;

/**
 * Runs what a seed says: clients, faults, and every interleaving; then, undisturbed, until every
 * order has come to its end. It stops at the first invariant that is broken. The same seed and options
 * give the same run.
 */
export async function runSimulation(options: SimulationOptions): Promise<SimulationOutcome> {
  const { seed, faults = ALL_FAULTS, leftOut = NOTHING, backend = IN_MEMORY } = options;
  const chance = new SeededRandom(seed);
  const scenario = drawScenario(chance, leftOut);
  const system = new System({
    chance,
    scenario,
    leftOut,
    backend,
    profile: drawProfile(chance, faults),
    coverage: options.coverage ?? new Coverage(),
    mutant: options.mutant,
    told: options.told ?? false,
  });
  const steps = await new Run(system, backend).toItsEnd();
  return {
    seed,
    broken: system.checker.broken,
    parts: [...partsOf(scenario), LATENCY, CLOCK_SKEW, TWO_VERSIONS, ...system.network.disturbed],
    timeline: system.timeline.lines,
    steps,
  };
}

class Run {
  private readonly operator: Operator;
  private busyClients = 0;
  private steps = 0;

  constructor(
    private readonly system: System,
    private readonly backend: Backend,
  ) {
    this.operator = new Operator(system);
  }

  async toItsEnd(): Promise<number> {
    const { system } = this;
    await system.stock.fill();
    disturbMessages(system);
    const { orders, events, readings, reuses, faultyFor } = system.options.scenario;
    for (const plan of orders) this.start(new Client(system, plan));
    for (const plan of events) this.start(new EventSender(system, plan));
    for (const plan of readings) this.start(new Reader(system, plan));
    await this.live(faultyFor);
    for (const reuse of system.expires ? reuses : []) await this.liveAgain(reuse);
    return this.steps;
  }

  /** Lets everything happen that was begun, amid faults and then without, and looks how it ended. */
  private async live(faultyFor: number): Promise<void> {
    const { system } = this;
    const isEnough = () => faultyFor === 0 && this.busyClients === 0 && this.isAtRest();
    await this.goOn(faultyFor || MAX_FAULTY_TIME, isEnough);
    if (system.checker.broken !== undefined) return;
    system.network.calmDown();
    system.timeline.add(() => 'the faults are over');
    await this.calmTime();
    if (system.checker.broken === undefined) await holdsEnd(system);
  }

  /** An order is deleted with some of its items, and its key is used for another one. */
  private async liveAgain({ of, items, pause, order }: PlannedReuse): Promise<void> {
    const { system } = this;
    const orderId = system.checker.orderOf(of);
    const before = orderId && system.checker.latest(orderId);
    if (system.checker.broken !== undefined || !before) return;
    const deleted = items.indexOf('order') + 1;
    for (const item of items.slice(0, deleted)) system.expire(item, before);
    this.start({
      run: async () => {
        for (const item of items.slice(deleted)) {
          await system.pause(pause);
          system.expire(item, before);
        }
      },
    });
    system.network.disturb();
    this.start(new Client(system, order));
    await this.live(0);
  }

  private start(client: { readonly run: () => Promise<void> }): void {
    this.busyClients += 1;
    void client.run().finally(() => {
      this.busyClients -= 1;
    });
  }

  /** Lets happen what happens within some milliseconds, or until it is enough, or an invariant breaks. */
  private async goOn(milliseconds: number, isEnough: () => boolean): Promise<void> {
    const { clock, checker } = this.system;
    const end = clock.now() + milliseconds;
    for (;;) {
      await this.backend.engine.quiet();
      if (checker.broken !== undefined || isEnough()) return;
      this.steps += 1;
      if (!clock.goOn(end)) return;
    }
  }

  private async calmTime(): Promise<void> {
    const { clock, checker } = this.system;
    const end = clock.now() + TIME_TO_END;
    while (clock.now() < end && checker.broken === undefined) {
      await this.goOn(end - clock.now(), () => this.busyClients === 0 && this.isAtRest());
      const replayed = await this.operator.redrive();
      let decided = false;
      for (const order of checker.orders.filter(({ status }) => status === 'PENDING_APPROVAL')) {
        decided = (await this.operator.decide(order)) || decided;
      }
      if (replayed > 0 || decided) continue;
      if (checker.orders.every(({ status }) => isTerminal(status)) && !this.awaitsNextStep())
        return;
      // Only a deadline or the sweeper can help now.
      await this.goOn(60_000, () => !this.isAtRest());
    }
  }

  /** Whether a workflow has to find out by itself that its order is decided: the notice was lost. */
  private awaitsNextStep(): boolean {
    const { platform, lostMessagesTo } = this.system;
    const { queue } = topology.rules['close-approvals'];
    return lostMessagesTo.has(queue) && runningApprovals(platform).length > 0;
  }

  /** Whether nothing is under way, and nothing will be by itself but what is on a run. */
  private isAtRest(): boolean {
    const { platform, network } = this.system;
    return (
      network.open === 0 &&
      platform.idle &&
      platform.asyncInvocations.waiting === 0 &&
      platform.approvals.underWay === 0 &&
      [...platform.queues.values()].every(({ depth }) => depth.inFlight === 0)
    );
  }
}
