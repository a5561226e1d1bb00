import {
  createFunctions,
  createOperationsFunctions,
  FUNCTION_NAMES,
  topology,
  type Adapters,
  type FunctionName,
  type Metrics,
} from '@snacks/handlers';
import type { OperationsPorts, PlatformMap } from '@snacks/operations';

import { LocalFunction, type InvocationEnd } from '../lambda/local-function.js';
import type { PlatformOptions } from './platform-options.js';

const SECOND = 1_000;

export interface LocalFunctionsOptions extends Pick<
  PlatformOptions,
  'timers' | 'ids' | 'loggerOf' | 'authentication' | 'wrapHandlers' | 'catalogueUse' | 'steps'
> {
  readonly adapters: Adapters;
  readonly metrics: Metrics;
  readonly approvalDeadlineHours: number;
  /** The ports and the map of the operators' functions. */
  readonly operations: { readonly ports: OperationsPorts; readonly map: PlatformMap };
  /** Called when an invocation of a function has ended. */
  readonly onEnd: (name: FunctionName, end: InvocationEnd) => void;
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
  operations,
  onEnd,
}: LocalFunctionsOptions): ReadonlyMap<string, LocalFunction> {
  // A new key for each process: a cursor is valid only in the process that signed it.
  const api = { authentication, cursorKey: `${ids.randomId()}${ids.randomId()}` };
  const handlers = wrapHandlers({
    ...createFunctions(adapters, loggerOf, metrics, api, {
      approvalDeadlineHours,
      ...(catalogueUse !== undefined && { catalogueUse }),
      ...(steps !== undefined && { steps }),
    }),
    ...createOperationsFunctions(operations, loggerOf, api),
  });
  return new Map(
    FUNCTION_NAMES.map((name) => {
      const timeout = topology.functions[name].timeoutSeconds * SECOND;
      const handler = handlers[name];
      const local = new LocalFunction({
        name,
        handler,
        timeout,
        ids,
        timers,
        onEnd: (end) => onEnd(name, end),
      });
      return [name, local];
    }),
  );
}
