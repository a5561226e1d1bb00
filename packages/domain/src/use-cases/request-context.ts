import { RequestInvalidError } from '../errors.js';
import { actorKind, actorName, type Actor } from '../order/actor.js';
import type { ChangeContext } from '../order/change.js';
import type { Clock } from '../ports/clock.js';
import { issueOf } from '../validation/field-rule.js';
import { REQUEST_FIELD_RULES } from '../validation/request-field-rules.js';

/** Who makes a request, and the ids that trace it. */
export interface RequestContext {
  readonly actor: Actor;
  /** The same for all changes and events that one request causes, by the rule `FIELD_RULES.correlationId`. */
  readonly correlationId: string;
  /** The id of the request or event that is handled, by the same rule; the correlation id by default. */
  readonly causationId?: string;
}

/**
 * The context of a change that the request makes.
 *
 * @throws {RequestInvalidError} if an id breaks its rule. The consumers of the event would refuse it, so
 *   that the order would be stuck.
 */
export function changeContext(request: RequestContext, clock: Clock): ChangeContext {
  const { actor, correlationId, causationId = correlationId } = request;
  const issues = TRACE_IDS.filter((field) => {
    const id = request[field];
    return id !== undefined && !REQUEST_FIELD_RULES.correlationId.accepts(id);
  }).map((field) => issueOf(field, REQUEST_FIELD_RULES.correlationId));
  if (issues.length > 0) throw new RequestInvalidError(issues);
  return {
    now: clock.now(),
    actor: actorName(actor),
    actorKind: actorKind(actor),
    correlationId,
    causationId,
  };
}

const TRACE_IDS = ['correlationId', 'causationId'] as const;
