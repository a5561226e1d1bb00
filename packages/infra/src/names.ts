import type { FunctionName } from '@snacks/handlers';
import { METRICS_NAMESPACE } from '@snacks/handlers/metrics';

import { DEFAULT_STAGE } from './parameters.js';

/** What a thing of the topology is called in a stage: by its own name in the default stage. */
export function nameIn(stage: string, name: string): string {
  return stage === DEFAULT_STAGE ? name : `${name}-${stage}`;
}

/** The namespace of the metrics that are read from a function's log. */
export function namespaceOf(stage: string, name: FunctionName): string {
  return `${METRICS_NAMESPACE}/${nameIn(stage, name)}`;
}

/** The id of a construct, such as `OrderCreator`: the name as the topology has it, in one word. */
export function constructId(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/gi, (_match, letter: string) => letter.toUpperCase());
}

/** The template's parameter that protects retained data from deletion. */
export const DELETION_PROTECTION = 'DeletionProtection';

/** What the stack made for a name of the topology. */
export function known<K extends string, T>(made: ReadonlyMap<K, T>, name: K): T {
  const thing = made.get(name);
  if (thing === undefined) throw new Error(`The stack has made no ${name}.`);
  return thing;
}
