import type { Change, HistoryEntry } from '@snacks/domain';
import type { Adapters } from '@snacks/handlers';

import type { SeededRandom } from './seeded-random.js';
import { currentInvocation, type Version } from './invocations.js';
import type { Network } from './network.js';

/** The name of two versions' being alive at once. */
export const TWO_VERSIONS = 'two versions';

/** The share of runs in which a deployment is under way while there are faults. */
const SHARE = 0.2;

/** Which invocations run the version before, while a deployment is under way. */
export class Versions {
  private readonly isDeploying: boolean;
  private readonly numbers = new Map<string, number>();

  constructor(
    private readonly options: {
      readonly chance: SeededRandom;
      readonly leftOut: ReadonlySet<string>;
      readonly network: Network;
    },
  ) {
    const { chance, leftOut } = options;
    this.isDeploying = chance.of(TWO_VERSIONS).happens(SHARE) && !leftOut.has(TWO_VERSIONS);
  }

  /** The version that a function's next invocation runs: this one, once the faults are over. */
  draw(functionName: string): Version {
    const { chance, network } = this.options;
    if (!this.isDeploying || network.isCalm) return 'this';
    const number = (this.numbers.get(functionName) ?? 0) + 1;
    this.numbers.set(functionName, number);
    const draws = chance.of(`version of ${functionName} ${number}`);
    return draws.oneOf<Version>(['this', 'the one before']);
  }
}

/**
 * The adapters as both versions use them: orders are written by each in its own way, and read by both.
 * The version before does not write what an actor is.
 */
export function ofTwoVersions(adapters: Adapters): Adapters {
  const orders = adapters.orders();
  return {
    ...adapters,
    orders: () => ({
      add: async (change, requestHash) => orders.add(asWritten(change), requestHash),
      save: async (change) => orders.save(asWritten(change)),
      find: async (orderId) => orders.find(orderId),
      list: async (query) => orders.list(query),
      lastEvents: async (orderId) => orders.lastEvents(orderId),
    }),
  };
}

function asWritten<C extends Change>(change: C): C {
  if (currentInvocation()?.version !== 'the one before') return change;
  const { order } = change;
  const history = order.history.map((entry, n) =>
    n === order.history.length - 1 ? withoutKind(entry) : entry,
  );
  return { ...change, order: { ...order, history } };
}

function withoutKind({ actorKind: _unknown, ...entry }: HistoryEntry): HistoryEntry {
  return entry;
}
