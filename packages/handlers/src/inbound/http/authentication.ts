import {
  ANYONE,
  FIELD_RULES,
  ForbiddenError,
  hasRole,
  isFields,
  type Actor,
  type CallerRole,
} from '@snacks/domain';

import { isPublic } from '../../topology/api.js';
import { topology, type FunctionName } from '../../topology/topology.js';
import { RequestError } from './request-error.js';

/** How callers are authenticated: by the claims of a token that API Gateway verified, or not at all. */
export const AUTHENTICATIONS = ['jwt', 'open'] as const;

export type Authentication = (typeof AUTHENTICATIONS)[number];

const { subjectClaim, groupsClaim, givenRoles, groupRoles } = topology.api.authorization;

/** The caller of a public function, whether they send a token or not. */
export const STRANGER: Actor = { roles: [] };

/**
 * Returns the caller of a request. With `jwt`, only the claims count that the authorizer has put into
 * the request's context; nothing else of the request is read.
 *
 * @throws {RequestError} `UNAUTHENTICATED` if the claims have no valid subject.
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
 * Checks that the topology allows the caller to call this function over HTTP.
 *
 * @throws {ForbiddenError} if it does not.
 */
export function assertMayCall(actor: Actor, name: FunctionName): void {
  if (isPublic(name)) return;
  const callers: readonly CallerRole[] = topology.api.routes.flatMap((route) =>
    route.function === name && route.callers !== 'anyone' ? route.callers : [],
  );
  assertHasRole(actor, callers);
}

/**
 * Checks that the caller has one of the roles.
 *
 * @throws {ForbiddenError} if they do not. The message names the roles.
 */
export function assertHasRole(actor: Actor, callers: readonly CallerRole[]): void {
  if (hasRole(actor, callers)) return;
  throw new ForbiddenError(
    `Only callers in one of these groups may do this: ${[...new Set(callers)].join(', ')}.`,
  );
}

function claimsOf(requestContext: unknown): Readonly<Record<string, unknown>> | undefined {
  const authorizer = isFields(requestContext) ? requestContext.authorizer : undefined;
  const jwt = isFields(authorizer) ? authorizer.jwt : undefined;
  return isFields(jwt) && isFields(jwt.claims) ? jwt.claims : undefined;
}

/** Every group that has a role on the platform. */
const KNOWN_GROUPS: ReadonlySet<string> = new Set([...givenRoles, ...groupRoles]);

/**
 * Returns the groups of a claim. API Gateway writes a list as `[a b]`, where two groups look the same
 * as one group with a space in its name. So the whole claim is ignored if any part is not a group of
 * the platform.
 */
function groupsOf(claim: unknown): readonly unknown[] {
  if (Array.isArray(claim)) return claim;
  const [, list] = (typeof claim === 'string' && /^\[(.*)\]$/.exec(claim)) || [];
  const groups = list?.split(' ') ?? [];
  return groups.every((group) => KNOWN_GROUPS.has(group)) ? groups : [];
}
