import type { CallerRole } from '@snacks/domain';

import { OPERATIONS_ROUTES } from './operations-routes.js';

/** A route of the HTTP API: `{name}` in the path is a parameter. */
export interface Route<F extends string> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  readonly function: F;
  /** The roles that may call the route, if the API requires a token; `anyone` needs no token. */
  readonly callers: readonly CallerRole[] | 'anyone';
  /** The limits for all callers together: the steady rate per second, and the burst. */
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
}

/** How the API authenticates callers if it requires a token: by a JSON Web Token. */
interface Authorization {
  /** The claim that names the caller. */
  readonly subjectClaim: string;
  /** The claim with the caller's groups. A group with the name of a role gives that role. */
  readonly groupsClaim: string;
  /** The roles that every caller has. */
  readonly givenRoles: readonly CallerRole[];
  /** The roles that a caller has only through a group. */
  readonly groupRoles: readonly CallerRole[];
}

/** What a page of an allowed origin may send and read. */
interface Cors {
  readonly requestHeaders: readonly string[];
  readonly responseHeaders: readonly string[];
  /** How long a browser may cache the preflight response. */
  readonly maxAgeSeconds: number;
}

/** The HTTP API: its routes, the callers and the rate of each, and the function that handles it. */
export interface ApiDescription<F extends string = string> {
  readonly authorization: Authorization;
  readonly cors: Cors;
  readonly routes: readonly Route<F>[];
}

/** The HTTP API of the platform. */
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
    responseHeaders: ['cache-control', 'etag', 'location', 'retry-after', 'x-correlation-id'],
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
      method: 'GET',
      path: '/snacks',
      function: 'catalogue-reader',
      callers: 'anyone',
      throttle: { ratePerSecond: 100, burst: 200 },
    },
    {
      method: 'PUT',
      path: '/snacks/{name}',
      function: 'catalogue-editor',
      callers: ['operator'],
      throttle: { ratePerSecond: 20, burst: 40 },
    },
    {
      method: 'DELETE',
      path: '/snacks/{name}',
      function: 'catalogue-editor',
      callers: ['operator'],
      throttle: { ratePerSecond: 20, burst: 40 },
    },
    {
      method: 'POST',
      path: '/events',
      function: 'event-ingestion',
      callers: ['device', 'operator'],
      throttle: { ratePerSecond: 100, burst: 200 },
    },
    ...OPERATIONS_ROUTES,
  ],
} as const satisfies ApiDescription;

/** A route of the HTTP API, such as `GET /orders/{orderId}`. */
export type RouteKey = RouteKeyOf<(typeof API.routes)[number]>;

type RouteKeyOf<R extends Route<string>> =
  R extends Route<string> ? `${R['method']} ${R['path']}` : never;

/** Whether callers of a function need no token. */
export function isPublic(name: string): boolean {
  return API.routes.some((route) => route.function === name && route.callers === 'anyone');
}

/** A function that handles a route. */
export type ApiFunctionName = (typeof API.routes)[number]['function'];
