import { SeededIdGenerator, type EventBridgeEnvelope } from '@snacks/adapters-memory';
import type { Order } from '@snacks/domain';
import { EVENT_SOURCE } from '@snacks/domain/events';
import type { Clock, EventPublisher } from '@snacks/domain/ports';
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
import { MEMORY_ENGINE, type Engine } from './engine.js';
import { EventCheck } from '../checkers/event-check.js';
import { openMemoryStore, type ExpiringItem, type ExpiringStore } from './expiring-store.js';
import type { FaultProfile } from './faults.js';
import { asInvocation } from './invocations.js';
import { CatalogueCheck } from '../checkers/catalogue-check.js';
import { InvariantChecker } from '../checkers/invariant-checker.js';
import type { Mutant } from '../mutants/mutant.js';
import { Network } from './network.js';
import { throughNetwork } from '../adapters/networked-adapters.js';
import { observed } from '../adapters/observed-adapters.js';
import { OrderLabels } from '../workload/order-labels.js';
import { PAYMENT_RULES } from '../workload/planned-order.js';
import { RefusingBus } from '../adapters/refusing-bus.js';
import {
  inventoryOfInvocations,
  observedRows,
  rowsThroughNetwork,
} from '../adapters/simulated-stock.js';
import type { Scenario } from './scenario.js';
import { SimulatedTime } from './simulated-time.js';
import { StockCheck } from '../checkers/stock-check.js';
import { Timeline } from '../cli/timeline.js';
import { ofTwoVersions, Versions } from './versions.js';

/** The start of every run: 2026-01-01T00:00:00.000Z. */
const BEGINNING = Date.UTC(2026, 0, 1);

/** The name of the part of a run that makes the clocks wrong. */
export const CLOCK_SKEW = 'clock skew';

/** Short: the sweeper's runs until the deadline cost time. */
const APPROVAL_DEADLINE_HOURS = 1;

/** A logger that writes nothing. */
export const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** The stores of a run, and the engine that executes their work. */
export interface Backend {
  readonly engine: Engine;
  readonly openStore: (clock: Clock, random: SeededRandom) => ExpiringStore;
}

/** Stores in memory, new for each run. */
export const IN_MEMORY: Backend = { engine: MEMORY_ENGINE, openStore: openMemoryStore };

export interface SystemOptions {
  readonly random: SeededRandom;
  readonly profile: FaultProfile;
  readonly scenario: Scenario;
  readonly leftOut: ReadonlySet<string>;
  readonly coverage: Coverage;
  readonly backend: Backend;
  /** The mutant of the run, if any. */
  readonly mutant: Mutant | undefined;
  /** Whether the timeline is kept. */
  readonly keepTimeline: boolean;
}

/**
 * The local platform, with the simulated network between all its parts, and checkers of every effect.
 */
export class System {
  readonly clock = new SimulatedTime(BEGINNING);
  readonly labels = new OrderLabels();
  readonly timeline: Timeline;
  readonly checker: InvariantChecker;
  readonly network: Network;
  readonly platform: Platform;
  readonly stock: StockCheck;
  readonly catalogue: CatalogueCheck;
  readonly events: EventCheck;
  private readonly store: ExpiringStore;
  /** The queues that have lost a message. */
  readonly lostMessagesTo = new Set<QueueName>();
  /** The clock that functions read. */
  readonly skewedClock: Clock;
  private readonly versions: Versions;
  private portsOfFunctions: Adapters | undefined;
  private busOfFunctions: RefusingBus | undefined;

  constructor(readonly options: SystemOptions) {
    const { random, scenario, coverage, backend, mutant } = options;
    this.timeline = new Timeline(() => this.clock.passed, options.keepTimeline);
    this.checker = new InvariantChecker(this.labels, this.timeline);
    this.network = new Network({
      ...options,
      clock: this.clock,
      timeline: this.timeline,
      coverage,
    });
    this.skewedClock = skewed(this.clock, options);
    this.versions = new Versions({ ...options, network: this.network });
    const store = backend.openStore(this.clock, random);
    this.store = store;
    this.stock = new StockCheck(store.stock, scenario.stock);
    this.catalogue = new CatalogueCheck(store.catalogue, scenario.prices, this.checker);
    this.events = new EventCheck(store.eventRecords, scenario.events, this.checker);
    const numbers = new Map<FunctionName, number>();
    this.platform = new Platform({
      store,
      timers: this.clock,
      ids: new SeededIdGenerator(random.seed),
      paymentRules: PAYMENT_RULES,
      catalogueUse: 'required',
      approvalDeadlineHours: APPROVAL_DEADLINE_HOURS,
      loggerOf: () => SILENT,
      wrapAdapters: (adapters) => {
        const bus = this.refusing(adapters.publisher());
        const { checker, stock, catalogue, events } = this;
        const checks = { checker, stock, catalogue, events, ledger: store.ledger };
        const real = observed({ ...adapters, publisher: () => bus }, checks, backend.engine);
        const called = throughNetwork(real, this.network, this.labels, this.skewedClock);
        const versioned = ofTwoVersions({ ...called, ...this.inventoryOf(store) });
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
        { name: 'checker', deliver: (event: EventBridgeEnvelope) => this.checker.published(event) },
      ],
    });
  }

  /** The ports as the functions call them, for use cases that no function runs. */
  get ports(): Adapters {
    if (this.portsOfFunctions === undefined)
      throw new Error('The platform has not wrapped the adapters.');
    return this.portsOfFunctions;
  }

  /** The bus accepts every event from now on, also those that it refused for good. */
  fixBus(): void {
    this.busOfFunctions?.fix();
  }

  /** Deletes an item of an order, if the store does that. */
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

  /** The inventory over the disturbed rows of the store, if it has rows. */
  private inventoryOf({ rows }: ExpiringStore): Partial<Pick<Adapters, 'inventory'>> {
    if (rows === undefined) return {};
    const { checker, stock, network, labels } = this;
    const real = observedRows(rows, checker, stock);
    const mutated = this.options.mutant?.rows?.(real) ?? real;
    const called = rowsThroughNetwork(mutated, network, labels);
    const inventory = inventoryOfInvocations(called, stock, checker);
    return { inventory: () => inventory };
  }

  private refusing(bus: EventPublisher): RefusingBus {
    const { random, profile, leftOut } = this.options;
    const { network, checker, labels, timeline } = this;
    const rate = profile.refusedForGood;
    const options = { random, rate, leftOut, network, checker, labels, timeline };
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

/** A clock that is wrong by another amount at each reading, like the clocks of many machines. */
function skewed(clock: Clock, { random, profile, leftOut }: SystemOptions): Clock {
  if (profile.clockSkew === 0 || leftOut.has(CLOCK_SKEW)) return clock;
  const sequence = random.sequence(CLOCK_SKEW);
  return { now: () => clock.now() + sequence.between(-profile.clockSkew, profile.clockSkew) };
}
