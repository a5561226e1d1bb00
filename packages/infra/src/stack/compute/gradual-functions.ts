import { FUNCTION_NAMES, topology, type FunctionName } from '@snacks/handlers';

/** The functions that are rolled out step by step: those of the API, and the order-processor. */
export const GRADUAL_FUNCTIONS: readonly FunctionName[] = FUNCTION_NAMES.filter(
  (name) =>
    name === 'order-processor' || topology.api.routes.some((route) => route.function === name),
);
