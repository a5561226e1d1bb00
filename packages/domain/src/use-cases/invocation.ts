import { actorKind, actorName, type Actor } from '../order/actor.js';
import type { ChangeContext } from '../order/change.js';
import type { Clock } from '../ports/clock.js';

/** On whose behalf, and in the course of what, a use case runs. */
export interface Invocation {
  readonly actor: Actor;
  /** The same for everything that one request brings about. */
  readonly correlationId: string;
  /** The id of the request or of the event that is being handled; the correlation id by default. */
  readonly causationId?: string;
}

/** What a transition needs to know of the invocation it is part of. */
export function changeContext(
  { actor, correlationId, causationId = correlationId }: Invocation,
  clock: Clock,
): ChangeContext {
  return {
    now: clock.now(),
    actor: actorName(actor),
    actorKind: actorKind(actor),
    correlationId,
    causationId,
  };
}
