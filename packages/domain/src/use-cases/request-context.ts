import { OrderInvalidError } from '../errors.js';
import { actorKind, actorName, type Actor } from '../order/actor.js';
import type { ChangeContext } from '../order/change.js';
import { FIELD_RULES, issueOf } from '../order/field-rules.js';
import type { Clock } from '../ports/clock.js';

/** On whose behalf, and in the course of what, a use case runs. */
export interface RequestContext {
  readonly actor: Actor;
  /** The same for everything that one request brings about; it keeps `FIELD_RULES.correlationId`. */
  readonly correlationId: string;
  /**
   * The id of the request or of the event that is being handled, under the same rule; the correlation
   * id by default.
   */
  readonly causationId?: string;
}

/**
 * What a transition needs to know of the invocation it is part of.
 *
 * @throws {OrderInvalidError} where an id breaks its rule: whoever handles the event later would
 *   refuse it, and the order would stand still.
 */
export function changeContext(invocation: RequestContext, clock: Clock): ChangeContext {
  const { actor, correlationId, causationId = correlationId } = invocation;
  const issues = TRACES.filter((field) => {
    const id = invocation[field];
    return id !== undefined && !FIELD_RULES.correlationId.accepts(id);
  }).map((field) => issueOf(field, FIELD_RULES.correlationId));
  if (issues.length > 0) throw new OrderInvalidError(issues);
  return {
    now: clock.now(),
    actor: actorName(actor),
    actorKind: actorKind(actor),
    correlationId,
    causationId,
  };
}

/** The ids by which what happened can be followed. */
const TRACES = ['correlationId', 'causationId'] as const;
