import { FUNCTION_NAMES, topology, type FunctionName } from '@snacks/handlers';

/** The functions that customers wait for, and the one that carries their orders out. */
export const GRADUAL_FUNCTIONS: readonly FunctionName[] = FUNCTION_NAMES.filter(
  (name) =>
    name === 'order-processor' || topology.api.routes.some((route) => route.function === name),
);
