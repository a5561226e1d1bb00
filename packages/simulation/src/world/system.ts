import { SeededIdGenerator, type EventBridgeEnvelope } from '@snacks/adapters-memory';
import { EVENT_SOURCE, type Clock, type EventPublisher, type Order } from '@snacks/domain';
import {
  FUNCTION_NAMES,
  type Adapters,
  type FunctionName,
  type LambdaHandler,
  type Logger,
  type QueueName,
} from '@snacks/handlers';
import { Platform } from '@snacks/local';

import type { SeededRandom } from './seeded-random.js';
import type { Coverage } from '../checkers/coverage.js';
import { MEMORY, type Engine } from './engine.js';
import { EventCheck } from '../checkers/event-check.js';
import { memoryOfExpiry, type ExpiringItem, type ExpiringStore } from './expiring-store.js';
import type { FaultProfile } from './faults.js';
import { asInvocation } from './invocations.js';
import { InvariantChecker } from '../checkers/invariant-checker.js';
import type { Mutant } from '../mutants/mutant.js';
import { Network } from './network.js';
import { throughNetwork } from '../adapters/networked-adapters.js';
import { observed } from '../adapters/observed-adapters.js';
import { OrderLabels } from '../workload/order-labels.js';
import { PAYMENT_RULES } from '../workload/planned-order.js';
import { RefusingBus } from '../adapters/refusing-bus.js';
import type { Scenario } from './scenario.js';
import { SimulatedTime } from './simulated-time.js';
import { StockCheck } from '../checkers/stock-check.js';
import { Timeline } from '../cli/timeline.js';
import { ofTwoVersions, Versions } from './versions.js';

/** When every run begins: 2026-01-01T00:00:00.000Z. */
const BEGINNING = Date.UTC(2026, 0, 1);

/** The name of all clocks' being wrong. */
export const CLOCK_SKEW = 'clock skew';

/** Short, because the sweeper runs all the while. */
const APPROVAL_DEADLINE_HOURS = 1;

/** Writes nothing. */
export const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Where the orders are kept, and how it is waited for. */
export interface Backend {
  readonly engine: Engine;
  readonly openStore: (clock: Clock) => ExpiringStore;
}

/** Everything in memory, anew for each run. */
export const IN_MEMORY: Backend = { engine: MEMORY, openStore: memoryOfExpiry };

export interface SystemOptions {
  readonly chance: SeededRandom;
  readonly profile: FaultProfile;
  readonly scenario: Scenario;
  readonly leftOut: ReadonlySet<string>;
  readonly coverage: Coverage;
  readonly backend: Backend;
  /** A bug to be found. */
  readonly mutant: Mutant | undefined;
  /** Whether the timeline is kept. */
  readonly told: boolean;
}

/**
 * The platform as it runs on one machine, with a network of the seed's making between all its parts,
 * and a checker of what takes effect.
 */
export class System {
  readonly clock = new SimulatedTime(BEGINNING);
  readonly labels = new OrderLabels();
  readonly timeline: Timeline;
  readonly checker: InvariantChecker;
  readonly network: Network;
  readonly platform: Platform;
  readonly stock: StockCheck;
  readonly events: EventCheck;
  private readonly store: ExpiringStore;
  /** The queues to which a message was lost on its way. */
  readonly lostMessagesTo = new Set<QueueName>();
  /** The time as a function may see it. */
  readonly skewedClock: Clock;
  private readonly versions: Versions;
  private portsOfFunctions: Adapters | undefined;
  private busOfFunctions: RefusingBus | undefined;

  constructor(readonly options: SystemOptions) {
    const { chance, scenario, coverage, backend, mutant } = options;
    this.timeline = new Timeline(() => this.clock.passed, options.told);
    this.checker = new InvariantChecker(this.labels, this.timeline);
    this.network = new Network({
      ...options,
      clock: this.clock,
      timeline: this.timeline,
      coverage,
    });
    this.skewedClock = skewed(this.clock, options);
    this.versions = new Versions({ ...options, network: this.network });
    const store = backend.openStore(this.clock);
    this.store = store;
    this.stock = new StockCheck(store.stock, scenario.stock);
    this.events = new EventCheck(store.eventRecords, scenario.events, this.checker);
    const numbers = new Map<FunctionName, number>();
    this.platform = new Platform({
      store,
      timers: this.clock,
      ids: new SeededIdGenerator(chance.seed),
      paymentRules: PAYMENT_RULES,
      approvalDeadlineHours: APPROVAL_DEADLINE_HOURS,
      loggerOf: () => SILENT,
      wrapAdapters: (adapters) => {
        const bus = this.refusing(adapters.publisher());
        const { checker, stock, events } = this;
        const checks = { checker, stock, events, ledger: store.ledger };
        const real = observed({ ...adapters, publisher: () => bus }, checks, backend.engine);
        const called = throughNetwork(real, this.network, this.labels, this.skewedClock);
        const versioned = ofTwoVersions(called);
        return (this.portsOfFunctions = mutant?.adapters?.(versioned) ?? versioned);
      },
      wrapHandlers: (handlers) => {
        const wrapped = { ...handlers };
        for (const name of FUNCTION_NAMES) {
          const handler = mutant?.handler?.(name, handlers[name]) ?? handlers[name];
          wrapped[name] = this.throughNetwork(name, handler, numbers);
        }
        return wrapped;
      },
    });
    this.platform.bus.addRule({
      name: 'checker',
      pattern: { source: [EVENT_SOURCE] },
      targets: [
        { name: 'checker', deliver: (event: EventBridgeEnvelope) => this.checker.taken(event) },
      ],
    });
  }

  /** What the functions call: what a use case that is no function yet has to call as well. */
  get ports(): Adapters {
    if (this.portsOfFunctions === undefined) throw new Error('The platform made no functions.');
    return this.portsOfFunctions;
  }

  /** The bus takes every event from now on, those that it refused for good among them. */
  mendBus(): void {
    this.busOfFunctions?.mend();
  }

  /** Lets one of an order's items be deleted, where the store does that. */
  expire(item: ExpiringItem, order: Order): void {
    if (this.store.expire === undefined) return;
    this.timeline.add(() => `the ${item} of ${this.labels.of(order.orderId)} expires`);
    this.store.expire(item, order);
    if (item === 'order') this.checker.expired(order);
  }

  /** Whether the store deletes items. */
  get expires(): boolean {
    return this.store.expire !== undefined;
  }

  /** Resolves after so many milliseconds. */
  async pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.runAt(this.clock.now() + milliseconds, resolve);
    });
  }

  private refusing(bus: EventPublisher): RefusingBus {
    const { chance, profile, leftOut } = this.options;
    const { network, checker, labels, timeline } = this;
    const rate = profile.refusedForGood;
    const options = { chance, rate, leftOut, network, checker, labels, timeline };
    return (this.busOfFunctions = new RefusingBus(bus, options));
  }

  private throughNetwork(
    name: FunctionName,
    handler: LambdaHandler,
    numbers: Map<FunctionName, number>,
  ): LambdaHandler {
    return async (event, context) => {
      const number = (numbers.get(name) ?? 0) + 1;
      numbers.set(name, number);
      return this.network.call({
        from: 'platform',
        operation: `invoke ${name}`,
        subject: String(number),
        effect: async () =>
          asInvocation(name, this.versions.draw(name), async () => handler(event, context)),
      });
    };
  }
}

/** A clock that is wrong each time it is looked at, as those of many machines are. */
function skewed(clock: Clock, { chance, profile, leftOut }: SystemOptions): Clock {
  if (profile.clockSkew === 0 || leftOut.has(CLOCK_SKEW)) return clock;
  const draws = chance.of(CLOCK_SKEW);
  return { now: () => clock.now() + draws.between(-profile.clockSkew, profile.clockSkew) };
}
