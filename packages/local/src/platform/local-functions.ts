import {
  createFunctions,
  FUNCTION_NAMES,
  topology,
  type Adapters,
  type Metrics,
} from '@snacks/handlers';

import { LocalFunction } from '../lambda/local-function.js';
import type { PlatformOptions } from './platform-options.js';

const SECOND = 1_000;

export interface LocalFunctionsOptions extends Pick<
  PlatformOptions,
  'timers' | 'ids' | 'loggerOf' | 'authentication' | 'wrapHandlers' | 'catalogueUse' | 'steps'
> {
  readonly adapters: Adapters;
  readonly metrics: Metrics;
  readonly approvalDeadlineHours: number;
}

/** Creates the topology's functions over a set of adapters, each with its timeout. */
export function createLocalFunctions({
  timers,
  ids,
  loggerOf,
  authentication = 'open',
  wrapHandlers = (handlers) => handlers,
  adapters,
  metrics,
  approvalDeadlineHours,
  catalogueUse,
  steps,
}: LocalFunctionsOptions): ReadonlyMap<string, LocalFunction> {
  // A new key for each process: a cursor is valid only in the process that signed it.
  const api = { authentication, cursorKey: `${ids.randomId()}${ids.randomId()}` };
  const handlers = wrapHandlers(
    createFunctions(adapters, loggerOf, metrics, api, {
      approvalDeadlineHours,
      ...(catalogueUse !== undefined && { catalogueUse }),
      ...(steps !== undefined && { steps }),
    }),
  );
  return new Map(
    FUNCTION_NAMES.map((name) => {
      const timeout = topology.functions[name].timeoutSeconds * SECOND;
      const handler = handlers[name];
      return [name, new LocalFunction({ name, handler, timeout, ids, timers })];
    }),
  );
}
