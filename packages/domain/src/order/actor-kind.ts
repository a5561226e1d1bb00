/** Every kind of actor, as events and timelines name it. */
export const ACTOR_KINDS = ['customer', 'device', 'staff', 'system', 'anonymous'] as const;

/** What an actor is to somebody who need not know who it is. */
export type ActorKind = (typeof ACTOR_KINDS)[number];
