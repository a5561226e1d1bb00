import type { Change, HistoryEntry } from '@snacks/domain';
import type { Adapters } from '@snacks/handlers';

import type { SeededRandom } from './seeded-random.js';
import { currentInvocation, type Version } from './invocations.js';
import type { Network } from './network.js';

/** The name of the part of a run that runs two versions at once. */
export const TWO_VERSIONS = 'two versions';

/** The share of runs with a deployment during the faults. */
const SHARE = 0.2;

/** Decides which invocations run the previous version during a deployment. */
export class Versions {
  private readonly isDeploying: boolean;
  private readonly numbers = new Map<string, number>();

  constructor(
    private readonly options: {
      readonly random: SeededRandom;
      readonly leftOut: ReadonlySet<string>;
      readonly network: Network;
    },
  ) {
    const { random, leftOut } = options;
    this.isDeploying = random.sequence(TWO_VERSIONS).happens(SHARE) && !leftOut.has(TWO_VERSIONS);
  }

  /** The version that a function's next invocation runs: the current one after the faults have stopped. */
  draw(functionName: string): Version {
    const { random, network } = this.options;
    if (!this.isDeploying || network.faultsStopped) return 'current';
    const number = (this.numbers.get(functionName) ?? 0) + 1;
    this.numbers.set(functionName, number);
    const sequence = random.sequence(`version of ${functionName} ${number}`);
    return sequence.oneOf<Version>(['current', 'previous']);
  }
}

/**
 * The adapters of both versions. Each reads the orders that the other has written. The previous version does not
 * write the kind of an actor.
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
  if (currentInvocation()?.version !== 'previous') return change;
  const { order } = change;
  const history = order.history.map((entry, n) =>
    n === order.history.length - 1 ? withoutKind(entry) : entry,
  );
  return { ...change, order: { ...order, history } };
}

function withoutKind({ actorKind: _unknown, ...entry }: HistoryEntry): HistoryEntry {
  return entry;
}
