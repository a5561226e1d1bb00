import { computed } from '@preact/signals';
import { ANYONE, hasRole, type Actor, type CallerRole } from '@snacks/domain';
import type { RouteKey } from '@snacks/handlers';

import type { Callers } from '../../access.js';
import { config } from './config.js';
import type { View } from './hash.js';
import { apiAccess, session } from './session.js';

/** A route of the API, or the routes of the local platform alone. */
export type Permission = RouteKey | '/local/…';

/** The person at the page, as the API sees them. */
export const actor = computed((): Actor => {
  if (config.value?.auth === false) return ANYONE;
  if (session.value === undefined) return { roles: [] };
  const { subject, groups } = session.value;
  const { givenRoles, groupRoles } = apiAccess;
  return { subject, roles: [...givenRoles, ...groupRoles.filter((role) => groups.includes(role))] };
});

function callersOf(permission: Permission): Callers {
  return permission === '/local/…'
    ? (config.value?.localCallers ?? [])
    : (apiAccess.callers[permission] ?? []);
}

/** Whether the platform lets the person call a route. */
export function may(permission: Permission): boolean {
  const callers = callersOf(permission);
  return callers === 'anyone' || hasRole(actor.value, callers);
}

/** What a view calls. A person who may call one of the routes can use the view. */
const PERMISSIONS: Readonly<Record<View, readonly Permission[]>> = {
  live: ['GET /operations/overview'],
  orders: ['GET /orders'],
  'dead-letters': ['GET /operations/dead-letters'],
  approvals: ['POST /orders/{orderId}/approval', 'GET /operations/approvals'],
  stock: ['GET /operations/stock'],
  place: ['POST /orders'],
  charts: ['GET /operations/metrics'],
  logs: ['GET /operations/logs'],
  actions: ['GET /operations/actions'],
  faults: ['/local/…'],
};

export function mayOpen(view: View): boolean {
  return PERMISSIONS[view].some(may);
}

/** The groups whose members may use a view. */
export function groupsOf(view: View): readonly CallerRole[] {
  const roles = PERMISSIONS[view].flatMap(callersOf).filter((role) => role !== 'anyone');
  return [...new Set(roles)];
}

/** What the page shows first, by what the person came for. */
const FIRST_VIEWS: readonly View[] = ['live', 'approvals', 'orders'];

export const firstView = computed((): View => FIRST_VIEWS.find(mayOpen) ?? 'orders');

/** The stream of everything that happens, if there is one for this person. */
export const stream = computed(() => (may('/local/…') ? config.value?.stream : undefined));
