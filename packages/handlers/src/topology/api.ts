import type { CallerRole } from '@snacks/domain';

/** A route of the HTTP API: `{name}` in the path is a parameter. */
export interface Route<F extends string> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  readonly function: F;
  /** Who may call it, where callers are known: those with one of these roles. */
  readonly callers: readonly CallerRole[];
  /** Requests from all callers together: a second in the long run, and at once. */
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
}

/** How callers are known where they are: by a JSON Web Token, as a bearer token. */
interface Authorization {
  /** The claim that names the caller. */
  readonly subjectClaim: string;
  /** The claim with the caller's groups. A group of a role's name gives that role. */
  readonly groupsClaim: string;
  /** The roles that every caller has. */
  readonly givenRoles: readonly CallerRole[];
  /** The roles that a group gives. */
  readonly groupRoles: readonly CallerRole[];
}

/** What a page of another origin may do, where a deployment or the command line names its origin. */
interface Cors {
  readonly requestHeaders: readonly string[];
  readonly responseHeaders: readonly string[];
  /** How long a browser may remember the response. */
  readonly maxAgeSeconds: number;
}

/** The HTTP API: who may call which route how often, and which function returns it. */
export interface ApiDescription<F extends string = string> {
  readonly authorization: Authorization;
  readonly cors: Cors;
  readonly routes: readonly Route<F>[];
}

/** The part of the topology that an HTTP API is built from. */
export const API = {
  authorization: {
    subjectClaim: 'sub',
    groupsClaim: 'cognito:groups',
    givenRoles: ['customer'],
    groupRoles: ['operator', 'approver', 'device'],
  },
  cors: {
    requestHeaders: [
      'authorization',
      'content-type',
      'idempotency-key',
      'if-match',
      'if-none-match',
      'x-correlation-id',
    ],
    responseHeaders: ['etag', 'location', 'retry-after', 'x-correlation-id'],
    maxAgeSeconds: 3_600,
  },
  routes: [
    {
      method: 'POST',
      path: '/orders',
      function: 'order-creator',
      callers: ['customer'],
      throttle: { ratePerSecond: 100, burst: 200 },
    },
    {
      method: 'GET',
      path: '/orders',
      function: 'order-lister',
      callers: ['customer'],
      throttle: { ratePerSecond: 50, burst: 100 },
    },
    {
      method: 'GET',
      path: '/orders/{orderId}',
      function: 'order-reader',
      callers: ['customer'],
      throttle: { ratePerSecond: 200, burst: 400 },
    },
    {
      method: 'PUT',
      path: '/orders/{orderId}',
      function: 'order-updater',
      callers: ['customer'],
      throttle: { ratePerSecond: 50, burst: 100 },
    },
    {
      method: 'DELETE',
      path: '/orders/{orderId}',
      function: 'order-canceller',
      callers: ['customer'],
      throttle: { ratePerSecond: 50, burst: 100 },
    },
    {
      method: 'POST',
      path: '/orders/{orderId}/approval',
      function: 'order-approver',
      callers: ['approver'],
      throttle: { ratePerSecond: 20, burst: 40 },
    },
    {
      method: 'GET',
      path: '/orders/{orderId}/timeline',
      function: 'order-timeline',
      callers: ['customer'],
      throttle: { ratePerSecond: 50, burst: 100 },
    },
    {
      method: 'POST',
      path: '/events',
      function: 'event-ingestion',
      callers: ['device', 'operator'],
      throttle: { ratePerSecond: 100, burst: 200 },
    },
  ],
} as const satisfies ApiDescription;

/** A function that returns a route. */
export type ApiFunctionName = (typeof API.routes)[number]['function'];
