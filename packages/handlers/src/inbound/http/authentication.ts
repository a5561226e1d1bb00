import {
  ANYONE,
  FIELD_RULES,
  ForbiddenError,
  hasRole,
  isFields,
  type Actor,
  type CallerRole,
} from '@snacks/domain';

import { topology, type FunctionName } from '../../topology/topology.js';
import { RequestError } from './request-error.js';

/** How callers are known: by the claims of a token that API Gateway has verified, or not at all. */
export const AUTHENTICATIONS = ['jwt', 'open'] as const;

export type Authentication = (typeof AUTHENTICATIONS)[number];

const { subjectClaim, groupsClaim, givenRoles, groupRoles } = topology.api.authorization;

/**
 * Who calls. Where callers must be known, only the claims count that the authorizer has put into the
 * request's context: nothing that the client sent is looked at.
 *
 * @throws {RequestError} `UNAUTHENTICATED` where callers must be known, and this one is not.
 */
export function actorOf(requestContext: unknown, authentication: Authentication): Actor {
  if (authentication === 'open') return ANYONE;
  const claims = claimsOf(requestContext);
  const subject = claims?.[subjectClaim];
  if (claims === undefined || !FIELD_RULES.customerId.accepts(subject)) {
    throw new RequestError('UNAUTHENTICATED', 'Send a valid token: Authorization: Bearer <token>.');
  }
  const groups = groupsOf(claims[groupsClaim]);
  return { subject, roles: [...givenRoles, ...groupRoles.filter((role) => groups.includes(role))] };
}

/**
 * Lets only those pass whom the topology lets call this function over HTTP.
 *
 * @throws {ForbiddenError} for everybody else.
 */
export function assertMayCall(actor: Actor, name: FunctionName): void {
  const callers: readonly CallerRole[] = topology.api.routes.flatMap((route) =>
    route.function === name ? route.callers : [],
  );
  if (hasRole(actor, callers)) return;
  throw new ForbiddenError(
    `Only callers in one of these groups may do this: ${callers.join(', ')}.`,
  );
}

function claimsOf(requestContext: unknown): Readonly<Record<string, unknown>> | undefined {
  const authorizer = isFields(requestContext) ? requestContext.authorizer : undefined;
  const jwt = isFields(authorizer) ? authorizer.jwt : undefined;
  return isFields(jwt) && isFields(jwt.claims) ? jwt.claims : undefined;
}

/** Every group that means something. */
const KNOWN_GROUPS: ReadonlySet<string> = new Set([...givenRoles, ...groupRoles]);

/**
 * The groups of a claim. API Gateway writes a list as `[a b]`, in which two groups look the same as
 * one whose name has a space: if any part of it is no group of the platform, the whole says nothing.
 */
function groupsOf(claim: unknown): readonly unknown[] {
  if (Array.isArray(claim)) return claim;
  const [, list] = (typeof claim === 'string' && /^\[(.*)\]$/.exec(claim)) || [];
  const groups = list?.split(' ') ?? [];
  return groups.every((group) => KNOWN_GROUPS.has(group)) ? groups : [];
}
