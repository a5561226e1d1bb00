import type { ActorKind } from './actor-kind.js';
import type { Order } from './order.js';

/** Every role. */
export const ROLES = ['customer', 'operator', 'approver', 'device', 'system'] as const;

/**
 * What an actor may do. A customer has access to their own orders, an operator to all orders, and an
 * approver decides on approvals. A device, such as a vending machine, sends events. `system` is the
 * platform itself.
 */
export type Role = (typeof ROLES)[number];

/** The roles that a caller can have: all but `system`, which no token can give. */
export const CALLER_ROLES = ROLES.filter((role) => role !== 'system');

/** A role that a caller can have. */
export type CallerRole = (typeof CALLER_ROLES)[number];

/** Who makes a request. */
export interface Actor {
  /** The subject of a token, or the name of a function; left out for an anonymous caller. */
  readonly subject?: string;
  readonly roles: readonly Role[];
}

/** The caller of a platform that runs without authentication: anonymous, with all roles of a caller. */
export const ANYONE: Actor = { roles: CALLER_ROLES };

/** One of the platform's own functions. */
export function systemActor(functionName: string): Actor {
  return { subject: functionName, roles: ['system'] };
}

/** The actor's name in the history of an order. */
export function actorName({ subject }: Actor): string {
  return subject ?? 'anonymous';
}

/** The actor's kind in the timeline of an order, which does not show the subject. */
export function actorKind(actor: Actor): ActorKind {
  if (actor.subject === undefined) return 'anonymous';
  if (hasRole(actor, ['system'])) return 'system';
  if (hasRole(actor, ['operator', 'approver'])) return 'staff';
  return hasRole(actor, ['device']) ? 'device' : 'customer';
}

/** Whether the actor has one of the roles. */
export function hasRole({ roles }: Actor, wanted: readonly Role[]): boolean {
  return roles.some((role) => wanted.includes(role));
}

/** Whether the actor may see every order, not only their own. */
export function seesAllOrders(actor: Actor): boolean {
  return hasRole(actor, ['operator', 'approver', 'system']);
}

/** Whether the actor may see this order, and so learn that it exists. */
export function maySee(actor: Actor, order: Pick<Order, 'customerId'>): boolean {
  return seesAllOrders(actor) || isOwner(actor, order);
}

/** Whether the actor may update or cancel this order. */
export function mayChange(actor: Actor, order: Pick<Order, 'customerId'>): boolean {
  return hasRole(actor, ['operator', 'system']) || isOwner(actor, order);
}

/** Whether the actor may decide on the approval of this order: an approver, but not its owner. */
export function mayDecide(actor: Actor, order: Pick<Order, 'customerId'>): boolean {
  return hasRole(actor, ['approver']) && !isOwner(actor, order);
}

function isOwner({ subject }: Actor, { customerId }: Pick<Order, 'customerId'>): boolean {
  return subject !== undefined && subject === customerId;
}
