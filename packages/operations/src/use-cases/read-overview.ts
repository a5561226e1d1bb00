import { toTimestamp, UNFINISHED_STATUSES, type OrderStatus, type Timestamp } from '@snacks/domain';

import type { PlatformMap } from '../platform-map.js';
import type { QueueDepth } from '../ports/dead-letter-queues.js';
import type { Series } from '../ports/metric-history.js';
import type { OperationsPorts } from '../ports/operations-ports.js';
import { agesOf, functionMeasures, queueMeasures } from './read-metrics.js';

/** The platform at one time. */
export interface Overview {
  readonly at: Timestamp;
  /** The queues that functions consume. */
  readonly queues: readonly (QueueDepth & {
    readonly name: string;
    /** Of the oldest message; left out if it is not known. */
    readonly oldestAgeSeconds?: number;
    readonly deadLetterQueue: string;
    readonly deadLetters: number;
  })[];
  readonly deadLetterQueues: readonly (QueueDepth & { readonly name: string })[];
  /** The last hour of every function. */
  readonly functions: readonly {
    readonly name: string;
    readonly invocations: number;
    readonly errors: number;
  }[];
  /** The unfinished orders. With `more`, there are more than `count`. */
  readonly orders: readonly {
    readonly status: OrderStatus;
    readonly count: number;
    readonly more: boolean;
  }[];
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** The orders of a state that are counted. */
const COUNTED = 100;

/** Reads the state of the whole platform: queues, dead letters, functions, unfinished orders. */
export class ReadOverview {
  constructor(
    private readonly ports: Pick<OperationsPorts, 'deadLetters' | 'metrics' | 'orders' | 'clock'>,
    private readonly map: PlatformMap,
  ) {}

  async execute(): Promise<Overview> {
    const { clock } = this.ports;
    const now = clock.now();
    const [depths, series, orders] = await Promise.all([
      this.depths(),
      this.series(now),
      Promise.all(UNFINISHED_STATUSES.map(async (status) => this.count(status))),
    ]);
    const depthOf = (name: string) => depths.get(name) ?? { visible: 0, inFlight: 0 };
    const ages = new Map(
      agesOf(series).map(({ queue, oldestAgeSeconds }) => [queue, oldestAgeSeconds]),
    );
    return {
      at: toTimestamp(now),
      queues: this.map.queues.map(({ name, deadLetterQueue }) => {
        const age = ages.get(name);
        const dead = depthOf(deadLetterQueue);
        return {
          name,
          ...depthOf(name),
          ...(age !== undefined && { oldestAgeSeconds: age }),
          deadLetterQueue,
          deadLetters: dead.visible + dead.inFlight,
        };
      }),
      deadLetterQueues: this.map.deadLetterQueues.map((name) => ({ name, ...depthOf(name) })),
      functions: this.map.functions.map((name) => ({
        name,
        invocations: sumOf(series, name, 'invocations'),
        errors: sumOf(series, name, 'errors'),
      })),
      orders,
    };
  }

  private async depths(): Promise<ReadonlyMap<string, QueueDepth>> {
    const names = [...this.map.queues.map(({ name }) => name), ...this.map.deadLetterQueues];
    const depths = await Promise.all(
      names.map(async (name) => [name, await this.ports.deadLetters.depth(name)] as const),
    );
    return new Map(depths);
  }

  private async series(now: number): Promise<readonly Series[]> {
    return this.ports.metrics.read(
      [...functionMeasures(this.map), ...queueMeasures(this.map)],
      toTimestamp(now - HOUR),
      toTimestamp(now + MINUTE),
    );
  }

  private async count(status: OrderStatus): Promise<Overview['orders'][number]> {
    const { orders, next } = await this.ports.orders.list({ status, limit: COUNTED });
    return { status, count: orders.length, more: next !== undefined };
  }
}

function sumOf(series: readonly Series[], name: string, metric: 'invocations' | 'errors'): number {
  const found = series.find(
    ({ measure }) =>
      measure.of === 'function' && measure.name === name && measure.metric === metric,
  );
  return (found?.points ?? []).reduce((sum, { value }) => sum + value, 0);
}
