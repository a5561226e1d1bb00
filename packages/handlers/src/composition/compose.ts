import 'reflect-metadata/lite';

import { fulfilmentSteps, type Patience, type SweepSettings } from '@snacks/domain';
import { Container } from 'inversify';

import { topology } from '../topology/topology.js';
import { CryptoIdGenerator, SystemClock } from './node-adapters.js';
import { PORTS, type Adapters, type Ports } from './ports.js';
import { STEPS, SWEEP, USE_CASES, type UseCase } from './use-cases.js';

/** The deployment parameters that use cases depend on. */
export interface CompositionOptions {
  /** Hours that approvers have. @default the value in the topology */
  readonly approvalDeadlineHours: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const DEFAULTS: CompositionOptions = {
  approvalDeadlineHours: Number(topology.parameters.APPROVAL_DEADLINE_HOURS),
};

/**
 * Returns how long an order may be in a state before the sweeper counts it as stuck and publishes its
 * event again. It is longer than a failing message takes to reach its dead-letter queue; for approvals,
 * longer than the approval deadline.
 */
function patienceOf({ approvalDeadlineHours }: CompositionOptions): Patience {
  return {
    NEW: 15 * MINUTE,
    APPROVED: 15 * MINUTE,
    PROCESSING: 15 * MINUTE,
    PENDING_APPROVAL: (approvalDeadlineHours + 1) * HOUR,
  };
}

function sweepOf(options: CompositionOptions): SweepSettings {
  return {
    patience: patienceOf(options),
    // Twice the time between two runs, so that a late run misses nothing.
    window: 2 * topology.schedules['sweep-stuck-orders'].everyMinutes * MINUTE,
    // For each state: 100 pages to read, and 1,000 requests to the bus if all orders are due.
    maxPerStatus: 10_000,
  };
}

/** The use cases over one set of adapters. */
export interface Composition {
  /** @throws an error with the name of the port if the adapter of a needed port is missing. */
  readonly get: <T>(useCase: UseCase<T>) => T;
}

/** The adapters that need only Node. */
const NODE: Partial<Adapters> = {
  clock: () => new SystemClock(),
  ids: () => new CryptoIdGenerator(),
};

/**
 * The composition root: only this module connects use cases to adapters. A function passes the
 * adapters that it needs. A use case that needs another one fails at start-up.
 *
 * @param adapters `clock` and `ids` default to those of Node.
 */
export function compose(
  adapters: Partial<Adapters>,
  options: CompositionOptions = DEFAULTS,
): Composition {
  const container = new Container({ defaultScope: 'Singleton' });
  const all = { ...NODE, ...adapters };
  for (const name of NAMES) bindAdapter(container, name, all[name]);
  container
    .bind(STEPS)
    .toResolvedValue(
      (inventory, payments, notifications) =>
        fulfilmentSteps({ inventory, payments, notifications }),
      [PORTS.inventory, PORTS.payments, PORTS.notifications],
    );
  container.bind(SWEEP).toConstantValue(sweepOf(options));
  for (const { bindTo } of Object.values(USE_CASES)) bindTo(container);
  return { get: ({ token }) => container.get(token) };
}

function bindAdapter<Name extends keyof Ports>(
  container: Container,
  name: Name,
  create: Adapters[Name] | undefined,
): void {
  if (create) container.bind(PORTS[name]).toDynamicValue(create);
}

function isPortName(name: string): name is keyof Ports {
  return name in PORTS;
}

const NAMES = Object.keys(PORTS).filter(isPortName);
