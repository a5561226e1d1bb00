import { CONSUMERS, type ConsumerName, type PlatformMap } from '@snacks/operations';

import { FUNCTION_NAMES, topology, type FunctionName } from '../topology/topology.js';
import { patience } from './sweep.js';

const MINUTE = 60_000;

/** The topology as the operators' use cases need it. */
export function platformMap(approvalDeadlineHours: number): PlatformMap {
  const { queues, queueConsumers, rules } = topology;
  return {
    // Without the functions that read it: each search would find the searches before it.
    functions: FUNCTION_NAMES.filter((name) => name !== 'operations-reader'),
    queues: queueConsumers.flatMap(({ queue, function: consumer }) => {
      const { redrive, visibilityTimeoutSeconds } = queues[queue];
      if (redrive === undefined || visibilityTimeoutSeconds === undefined) return [];
      return [
        { name: queue, function: consumerOf(consumer), visibilityTimeoutSeconds, ...redrive },
      ];
    }),
    deadLetterQueues: Object.entries(queues).flatMap(([name, { redrive }]) =>
      redrive === undefined ? [name] : [],
    ),
    rules: Object.fromEntries(Object.entries(rules).map(([name, { queue }]) => [name, queue])),
    patienceMinutes: patience(approvalDeadlineHours).NEW / MINUTE,
    approvalDeadlineHours,
  };
}

/** @throws if the dry run does not know what the function does with a message. */
function consumerOf(name: FunctionName): ConsumerName {
  const known = CONSUMERS.find((one) => one === name);
  if (known === undefined) throw new Error(`The dry run of @snacks/operations lacks ${name}.`);
  return known;
}
