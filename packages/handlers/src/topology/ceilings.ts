import { API, type Route } from './api.js';
import { topology, type FunctionName, type QueueName } from './topology.js';

/**
 * What a deployment may accept at once. The topology has the defaults, and a deployment may change them:
 * docs/deploying.md.
 */

/** The maximum number of concurrent batches of queues, as far as a deployment changes it. */
export type ChangedConcurrency = ReadonlyMap<QueueName, number>;

const UNCHANGED: ChangedConcurrency = new Map();

/**
 * The concurrency that a deployment reserves for a function; `undefined` if it reserves none. A queue
 * consumer gets the sum of the maximum concurrency of its queues: Lambda then never throttles a poll,
 * and each receive of a message is a try.
 */
export function reservedConcurrencyOf(
  name: FunctionName,
  changed: ChangedConcurrency = UNCHANGED,
): number | undefined {
  const consumed = topology.queueConsumers.filter((consumer) => consumer.function === name);
  if (consumed.length === 0) return topology.functions[name].reservedConcurrency;
  return consumed.reduce(
    (sum, { queue, maximumConcurrency }) => sum + (changed.get(queue) ?? maximumConcurrency),
    0,
  );
}

/** Orders per second that the API accepts by default: the rate of `POST /orders`. */
export const ORDERS_A_SECOND: number = API.routes
  .filter(({ method, path }) => method === 'POST' && path === '/orders')
  .reduce((sum, { throttle }) => sum + throttle.ratePerSecond, 0);

/** The burst that an account allows: a larger one has no effect. */
const MAX_BURST = 5_000;

/** The limits of a route in a deployment that accepts so many orders per second. */
export function throttleOf(
  { throttle }: Pick<Route<string>, 'throttle'>,
  ordersASecond: number,
): Route<string>['throttle'] {
  const factor = ordersASecond / ORDERS_A_SECOND;
  return {
    ratePerSecond: Math.ceil(throttle.ratePerSecond * factor),
    burst: Math.min(MAX_BURST, Math.ceil(throttle.burst * factor)),
  };
}
