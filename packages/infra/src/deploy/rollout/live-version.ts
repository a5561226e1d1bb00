/** The live version of a function, and the next one during a rollout. */
export interface LiveVersion {
  readonly version: string;
  /** The version to which traffic moves; `undefined` if no rollout is in progress. */
  readonly next?: {
    readonly version: string;
    /** Its share of the invocations, from 0 to 1. */
    readonly weight: number;
  };
}

/**
 * The change of a function's traffic between two polls, as a line of text; `undefined` if there is no
 * change, or if the function is new.
 */
export function describeTraffic(
  name: string,
  before: LiveVersion | undefined,
  now: LiveVersion | undefined,
): string | undefined {
  if (before === undefined || now === undefined) return undefined;
  if (now.next !== undefined) {
    const isUnchanged =
      before.next?.version === now.next.version && before.next.weight === now.next.weight;
    return isUnchanged
      ? undefined
      : `${name}: version ${now.next.version} gets ${percent(now.next.weight)} of the traffic, version ${now.version} the rest`;
  }
  if (now.version !== before.version) return `${name}: version ${now.version} gets all traffic`;
  if (before.next !== undefined) {
    return `${name}: version ${before.next.version} is rolled back, version ${now.version} gets all traffic again`;
  }
  return undefined;
}

function percent(weight: number): string {
  return `${Math.round(weight * 100)} %`;
}
