import { STOCK_ROWS, topology } from '@snacks/handlers';

import { ASSUMPTIONS, batchSecondsOf } from '../cost/assumptions.js';
import { averageOf, FULL_BATCH } from '../cost/cost.js';
import {
  messagesOf,
  writesByTarget,
  type MeasuredUsage,
  type OrderUsage,
} from '../cost/order-usage.js';
import type { StageLimits } from '../cost/stage-resources.js';
import { MAX_LIMITS, STOCK_ROW } from './limits.js';
import { QUOTAS, type Quota } from './quotas.js';

/** What happens to the orders above a ceiling. */
export type Effect =
  /** The API refuses them with 429. */
  | 'refused'
  /** They are placed, and everything after that is late. */
  | 'late'
  /** Writes are throttled: callers get 503 or their requests are repeated, and processing is late. */
  | 'throttled'
  /** Nothing, until events were lost: then the orders wait for the sweeper. */
  | 'slow recovery';

/** Who raises a ceiling. `aws`: AWS does, on request. */
export type RaisedBy = 'parameter' | 'aws' | 'code' | 'customer';

/** What raises a ceiling: a value of a deployment parameter, or something to request or to change. */
export interface Remedy {
  readonly parameter?: string;
  readonly text: string;
}

/** A rate of orders that one part of a stage cannot exceed. Rates are orders per second. */
export interface Ceiling {
  readonly name: string;
  readonly effect: Effect;
  /** With the limits of the stage and AWS's default quotas. */
  readonly rate: number;
  readonly raisedBy: RaisedBy;
  /** With the parameter at its maximum; infinite if AWS or the code can raise it. */
  readonly best: number;
  /** Returns what to set, to request or to change for a rate above the ceiling. */
  readonly remedy: (rate: number) => Remedy;
}

const whole = (value: number) => Math.ceil(value).toLocaleString('en-US');

/** Computes every ceiling of a stage from the usage of an order. */
export function ceilingsOf(usage: MeasuredUsage, limits: StageLimits): readonly Ceiling[] {
  return [
    ...parameterCeilings(usage, limits),
    ...keyCeilings(usage, limits),
    ...quotaCeilings(usage, limits),
  ].toSorted((a, b) => a.rate - b.rate);
}

/** The ceilings that deployment parameters set. */
function parameterCeilings(usage: MeasuredUsage, limits: StageLimits): readonly Ceiling[] {
  const { apiRate, relayParallelization, sweeperPage } = limits;
  const sweepSeconds = topology.schedules['sweep-stuck-orders'].everyMinutes * 60;
  const relayRate = (parallelization: number) =>
    (QUOTAS.coldTableWrites.value / QUOTAS.partitionWrites.value) *
    parallelization *
    relayOrdersPerSecond(usage);
  return [
    {
      name: 'throttle of POST /orders',
      effect: 'refused',
      raisedBy: 'parameter',
      rate: apiRate,
      best: MAX_LIMITS.apiRate,
      remedy: (rate) => ({ parameter: 'apiRate', text: `${Math.ceil(rate)}` }),
    },
    {
      name: 'relay of a table with four shards',
      effect: 'late',
      raisedBy: 'parameter',
      rate: relayRate(relayParallelization),
      best: relayRate(MAX_LIMITS.relayParallelization),
      remedy: (rate) => ({
        parameter: 'relayParallelization',
        text: `${Math.ceil(rate / relayRate(1))}`,
      }),
    },
    {
      name: 'page of the sweeper',
      effect: 'slow recovery',
      raisedBy: 'parameter',
      rate: sweeperPage / sweepSeconds,
      best: MAX_LIMITS.sweeperPage / sweepSeconds,
      remedy: (rate) => ({ parameter: 'sweeperPage', text: `${Math.ceil(rate * sweepSeconds)}` }),
    },
    ...queueCeilings(usage, limits),
  ];
}

/** The orders per second that one batch after the other of one shard relays. */
function relayOrdersPerSecond(usage: MeasuredUsage): number {
  const records = averageOf(usage, ({ streamRecords }) => streamRecords);
  const events = averageOf(usage, (one) => one.events);
  const { batchSize } = topology.streamConsumer;
  const puts = Math.ceil((batchSize * events) / records / FULL_BATCH);
  const seconds = ASSUMPTIONS.secondsEach + puts * ASSUMPTIONS.secondsAPut;
  return batchSize / records / seconds;
}

/** The ceilings of the queues whose messages orders cause. */
function queueCeilings(usage: MeasuredUsage, limits: StageLimits): readonly Ceiling[] {
  return topology.queueConsumers.flatMap(({ queue, function: name, batchSize }) => {
    const messages = averageOf(usage, (one) => one.messages[queue] ?? 0);
    if (messages === 0) return [];
    const concurrency = limits.maximumConcurrency[queue] ?? 0;
    const ordersEach = batchSize / batchSecondsOf(name) / messages;
    return [
      {
        name: `maximumConcurrency of ${queue}`,
        effect: 'late' as const,
        raisedBy: 'parameter' as const,
        rate: concurrency * ordersEach,
        best: MAX_LIMITS.maximumConcurrency * ordersEach,
        remedy: (rate: number) => ({
          parameter: 'maximumConcurrency',
          text: `${queue}=${Math.max(2, Math.ceil(rate / ordersEach))}`,
        }),
      },
    ];
  });
}

/** The ceilings of partition keys that many orders use. */
function keyCeilings({ ordinary }: MeasuredUsage, limits: StageLimits): readonly Ceiling[] {
  const { indexShards } = limits;
  const { byStatus, byCustomer } = topology.tables.orders.indexes ?? {};
  const unitsIn = (target: string) => ordinary.sharedKeys[target] ?? 0;
  const ofIndex = (index = byStatus) => unitsIn(`${topology.tables.orders.name}/${index?.name}`);
  const shard = perKey(ofIndex(byStatus));
  const customer = perKey(ofIndex(byCustomer)) / ASSUMPTIONS.largestCustomerShare;
  const row = rowRate(unitsIn(topology.tables.stock.name));
  const snack = (STOCK_ROWS * row) / ASSUMPTIONS.popularSnackShare;
  return [
    {
      name: `index of a state: ${indexShards} shards`,
      effect: 'throttled',
      raisedBy: 'parameter',
      rate: indexShards * shard,
      best: MAX_LIMITS.indexShards * shard,
      remedy: (rate) => ({ parameter: 'indexShards', text: `${Math.ceil(rate / shard)}` }),
    },
    {
      name: `index of the largest customer: ${ASSUMPTIONS.largestCustomerShare * 100} % of the orders`,
      effect: 'throttled',
      raisedBy: 'customer',
      rate: customer,
      best: customer,
      remedy: () => ({ text: 'several ids for that customer' }),
    },
    {
      name: `rows of a popular snack: ${ASSUMPTIONS.popularSnackShare * 100} % of the orders`,
      effect: 'late',
      raisedBy: 'code',
      rate: snack,
      best: Number.POSITIVE_INFINITY,
      remedy: (rate) => ({
        text: `${Math.ceil((rate * ASSUMPTIONS.popularSnackShare) / row)} rows for a snack`,
      }),
    },
  ];
}

/** The orders per second that one partition key takes, with so many write units for each. */
function perKey(units: number): number {
  return units === 0 ? Number.POSITIVE_INFINITY : QUOTAS.partitionWrites.value / units;
}

/**
 * The orders per second that one row of the stock takes. Each order that holds some of the snack makes the row
 * larger, and thereby each write of it more expensive.
 */
function rowRate(writes: number): number {
  if (writes === 0) return Number.POSITIVE_INFINITY;
  let best = 0;
  for (let kilobytes = 1; kilobytes <= 400; kilobytes += 1) {
    const holds = (kilobytes * 1_024 - STOCK_ROW.bytes) / STOCK_ROW.bytesAHold;
    const byUnits = QUOTAS.partitionWrites.value / (writes * kilobytes);
    best = Math.max(best, Math.min(byUnits, holds / ASSUMPTIONS.secondsOfHold));
  }
  return best;
}

/** The ceiling of a quota of which an order uses so much. */
function quota(one: Quota, anOrder: number, effect: Effect, what = 'quota of'): Ceiling {
  return {
    name: one.name,
    effect,
    raisedBy: 'aws',
    rate: one.value / anOrder,
    best: Number.POSITIVE_INFINITY,
    remedy: (rate) => ({ text: `${what} ${whole(rate * anOrder)}` }),
  };
}

/** The ceilings of AWS's quotas. */
function quotaCeilings(usage: MeasuredUsage, limits: StageLimits): readonly Ceiling[] {
  const average = (figure: (one: OrderUsage) => number) => averageOf(usage, figure);
  const { approvalShare, secondsEach, secondsABatch } = ASSUMPTIONS;
  const waitSeconds = limits.approvalDeadlineHours * 3_600;
  const busySeconds =
    average((one) => one.httpRequests + one.workflowInvocations) * secondsEach +
    (average((one) => messagesOf(one) + one.streamRecords) / FULL_BATCH) * secondsABatch;
  const targets = Object.keys(writesByTarget(usage.ordinary));
  const mostWritten = Math.max(
    ...targets.map((target) => average((one) => writesByTarget(one)[target] ?? 0)),
  );
  return [
    quota(
      QUOTAS.httpApiRequests,
      average((one) => one.httpRequests),
      'refused',
    ),
    quota(QUOTAS.lambdaConcurrency, busySeconds, 'throttled'),
    quota(QUOTAS.putEvents, average(({ events }) => events) / FULL_BATCH, 'late'),
    quota(QUOTAS.eventBridgeInvocations, average(messagesOf), 'late'),
    quota(QUOTAS.openExecutions, approvalShare * waitSeconds, 'late'),
    quota(QUOTAS.startExecutions, approvalShare, 'late'),
    quota(
      QUOTAS.snsPublishes,
      average(({ publishes }) => publishes),
      'late',
    ),
    quota(QUOTAS.tableWrites, mostWritten, 'throttled'),
    quota(
      QUOTAS.messagesInFlight,
      Math.max(
        ...topology.queueConsumers.map(
          ({ queue, function: name }) =>
            average((one) => one.messages[queue] ?? 0) * batchSecondsOf(name),
        ),
      ),
      'late',
    ),
    quota(
      QUOTAS.coldTableWrites,
      mostWritten,
      'throttled',
      'before the first such hour, a warm throughput of',
    ),
  ];
}
