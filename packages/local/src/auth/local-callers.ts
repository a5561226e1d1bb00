import type { MiddlewareHandler } from 'hono';
import type { CallerRole } from '@snacks/domain';
import { actorOf, assertHasRole } from '@snacks/handlers';

import { toResponse } from '../http/response.js';
import type { JwtAuthorizer } from './jwt-authorizer.js';

/**
 * The roles that may call `/local/…` on a platform that requires tokens. These routes show the orders of
 * all customers, and break the platform on purpose.
 */
export const LOCAL_CALLERS: readonly CallerRole[] = ['operator'];

/** What a route of the local platform knows of its caller. */
export interface LocalCaller {
  readonly Variables: {
    /** When the caller's token expires, in milliseconds since 1970. Left out without a token. */
    readonly tokenExpiresAt?: number;
  };
}

/**
 * Refuses callers who have none of the roles.
 *
 * @throws {ForbiddenError} for a valid token without such a role.
 */
export function localCallersOnly(authorizer: JwtAuthorizer): MiddlewareHandler {
  return async (context, next) => {
    const caller = await authorizer.authorize(context.req.header('authorization'));
    if (caller.claims === undefined) return toResponse(caller.unauthorized);
    const { claims } = caller;
    assertHasRole(actorOf({ authorizer: { jwt: { claims } } }, 'jwt'), LOCAL_CALLERS);
    context.set('tokenExpiresAt', Number(claims.exp) * 1_000);
    return next();
  };
}
