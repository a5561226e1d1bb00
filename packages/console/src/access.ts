import type { CallerRole } from '@snacks/domain';

/** Who may call the API, from the topology. It is put into the page when it is built. */
export interface ApiAccess {
  readonly subjectClaim: string;
  readonly groupsClaim: string;
  /** The roles of every caller with a token. */
  readonly givenRoles: readonly CallerRole[];
  /** The roles that a caller has only by a group of the same name. */
  readonly groupRoles: readonly CallerRole[];
  /** The roles that may call each route, such as `GET /orders/{orderId}`. */
  readonly callers: Readonly<Record<string, Callers>>;
}

/** The roles that may call a route; `anyone` needs no token. */
export type Callers = readonly CallerRole[] | 'anyone';
