/** Which version of a function is live, and which is about to be. */
export interface LiveVersion {
  readonly version: string;
  /** The version that takes over step by step; `undefined` while none does. */
  readonly next?: {
    readonly version: string;
    /** Its part of the invocations, from 0 to 1. */
    readonly weight: number;
  };
}

/**
 * What happened to a function's traffic between two looks, as a line for the operator; `undefined`
 * where nothing did, or where the function is new.
 */
export function describeTraffic(
  name: string,
  before: LiveVersion | undefined,
  now: LiveVersion | undefined,
): string | undefined {
  if (before === undefined || now === undefined) return undefined;
  if (now.next !== undefined) {
    const isKnown =
      before.next?.version === now.next.version && before.next.weight === now.next.weight;
    return isKnown
      ? undefined
      : `${name}: version ${now.next.version} gets ${percent(now.next.weight)} of the traffic, version ${now.version} the rest`;
  }
  if (now.version !== before.version) return `${name}: version ${now.version} gets all traffic`;
  if (before.next !== undefined) {
    return `${name}: version ${before.next.version} is taken back, version ${now.version} gets all traffic again`;
  }
  return undefined;
}

function percent(weight: number): string {
  return `${Math.round(weight * 100)} %`;
}
