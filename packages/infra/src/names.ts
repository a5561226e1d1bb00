import type { FunctionName } from '@snacks/handlers';
import { METRICS_NAMESPACE } from '@snacks/handlers/metrics';

import { DEFAULT_STAGE } from './parameters.js';

/** The name of a resource in a stage: the topology's own name in the default stage. */
export function nameIn(stage: string, name: string): string {
  return stage === DEFAULT_STAGE ? name : `${name}-${stage}`;
}

/** The log group of a function in a stage. */
export function logGroupIn(stage: string, name: FunctionName): string {
  return `/aws/lambda/${nameIn(stage, name)}`;
}

/** The namespace of the metrics that CloudWatch extracts from a function's log. */
export function namespaceOf(stage: string, name: FunctionName): string {
  return `${METRICS_NAMESPACE}/${nameIn(stage, name)}`;
}

/** The id of a construct, in Pascal case: `OrderCreator` for the topology's `order-creator`. */
export function constructId(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/gi, (_match, letter: string) => letter.toUpperCase());
}

/** The template's parameter that protects retained data from deletion. */
export const DELETION_PROTECTION = 'DeletionProtection';

/** The template's parameter with the secret that signs the cursors of listings. */
export const CURSOR_KEY = 'CursorKey';

/**
 * The construct that the stack created for a name of the topology.
 *
 * @throws if there is no such construct.
 */
export function known<K extends string, T>(made: ReadonlyMap<K, T>, name: K): T {
  const thing = made.get(name);
  if (thing === undefined) throw new Error(`The stack has no ${name}.`);
  return thing;
}
