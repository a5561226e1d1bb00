import type { ActorKind } from './actor-kind.js';
import type { Order } from './order.js';

/** Every role that somebody may have. */
export const ROLES = ['customer', 'operator', 'approver', 'device', 'system'] as const;

/**
 * What somebody may do: a customer what is their own, an operator everything but decide, a device
 * (such as a vending machine) send events.
 */
export type Role = (typeof ROLES)[number];

/** The roles that callers from outside can have. `system` is none of them: nobody is given it. */
export const CALLER_ROLES = ROLES.filter((role) => role !== 'system');

/** A role that a caller from outside can have. */
export type CallerRole = (typeof CALLER_ROLES)[number];

/** On whose behalf something is done. */
export interface Actor {
  /** Who it is, where that is known: a token's subject, or a function's name. */
  readonly subject?: string;
  readonly roles: readonly Role[];
}

/** The caller of a platform that runs without authentication: may do everything, is nobody. */
export const ANYONE: Actor = { roles: CALLER_ROLES };

/** One of the platform's own functions. */
export function systemActor(functionName: string): Actor {
  return { subject: functionName, roles: ['system'] };
}

/** The actor's name in an order's history. */
export function actorName({ subject }: Actor): string {
  return subject ?? 'anonymous';
}

/** What the actor is in an order's timeline: who it is stays with the platform. */
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

/** Whether the actor sees every order, not just their own. */
export function seesAllOrders(actor: Actor): boolean {
  return hasRole(actor, ['operator', 'approver', 'system']);
}

/** Whether the actor may know that this order exists. */
export function maySee(actor: Actor, order: Pick<Order, 'customerId'>): boolean {
  return seesAllOrders(actor) || isOwner(actor, order);
}

/** Whether the actor may update or cancel this order. */
export function mayChange(actor: Actor, order: Pick<Order, 'customerId'>): boolean {
  return hasRole(actor, ['operator', 'system']) || isOwner(actor, order);
}

/** Whether the actor may decide on this order's approval: an approver, and never on their own. */
export function mayDecide(actor: Actor, order: Pick<Order, 'customerId'>): boolean {
  return hasRole(actor, ['approver']) && !isOwner(actor, order);
}

function isOwner({ subject }: Actor, { customerId }: Pick<Order, 'customerId'>): boolean {
  return subject !== undefined && subject === customerId;
}
