import { topology, type QueueName } from '@snacks/handlers';

import type { StageLimits } from '../cost/stage-resources.js';

/**
 * The deployment parameters that set a ceiling, each with the largest value that `npm run ship` accepts. The
 * values of a stage come from its synthesised template.
 */
export const MAX_LIMITS = {
  apiRate: 5_000,
  maximumConcurrency: 1_000,
  relayParallelization: 10,
  sweeperPage: 100_000,
  indexShards: 200,
} as const;

/** Bytes of a snack's row: without orders, and for each order that holds some of it. */
export const STOCK_ROW = { bytes: 600, bytesAHold: 62 } as const;

/** Invalid limits. The message says what is valid. */
export class LimitsError extends Error {
  readonly code = 'LIMITS_INVALID';
  override readonly name = 'LimitsError';
}

type Bounds = readonly [min: number, max: number];

const NUMBERS = {
  apiRate: [10, MAX_LIMITS.apiRate],
  relayParallelization: [1, MAX_LIMITS.relayParallelization],
  sweeperPage: [100, MAX_LIMITS.sweeperPage],
  indexShards: [8, MAX_LIMITS.indexShards],
  logSampling: [0, 100],
  approvalDeadlineHours: [1, 336],
} as const satisfies Readonly<Partial<Record<keyof StageLimits, Bounds>>>;

const QUEUES: readonly QueueName[] = topology.queueConsumers.map(({ queue }) => queue);

/**
 * Returns the limits with some of them set, each as `name=value`, such as `apiRate=500` or
 * `maximumConcurrency=order-processing=50,order-metrics=10`.
 *
 * @throws {LimitsError} if a name or a value is invalid.
 */
export function withLimits(limits: StageLimits, settings: readonly string[]): StageLimits {
  const changed = { ...limits };
  for (const setting of settings) Object.assign(changed, settingOf(changed, setting));
  return changed;
}

/** Reads one setting. */
function settingOf(limits: StageLimits, setting: string): Partial<StageLimits> {
  const [name = '', ...value] = setting.split('=');
  const text = value.join('=');
  if (name === 'maximumConcurrency') {
    return { maximumConcurrency: { ...limits.maximumConcurrency, ...perQueue(text) } };
  }
  if (isNumber(name)) return { [name]: wholeNumber(name, text, NUMBERS[name]) };
  const names = [...Object.keys(NUMBERS), 'maximumConcurrency'].join(', ');
  throw new LimitsError(`${name} sets no ceiling. These parameters do: ${names}.`);
}

function isNumber(name: string): name is keyof typeof NUMBERS {
  return Object.hasOwn(NUMBERS, name);
}

function perQueue(text: string): Partial<Record<QueueName, number>> {
  return Object.fromEntries(
    text.split(',').map((entry) => {
      const [name, value = ''] = entry.split('=');
      const queue = QUEUES.find((one) => one === name);
      if (queue === undefined) {
        throw new LimitsError(
          `maximumConcurrency has no queue ${JSON.stringify(name)}. The queues are ${QUEUES.join(', ')}.`,
        );
      }
      return [
        queue,
        wholeNumber(`maximumConcurrency of ${queue}`, value, [2, MAX_LIMITS.maximumConcurrency]),
      ];
    }),
  );
}

function wholeNumber(name: string, text: string, [min, max]: Bounds): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new LimitsError(
    `${name} must be a whole number from ${min} to ${max}, not ${JSON.stringify(text)}.`,
  );
}
