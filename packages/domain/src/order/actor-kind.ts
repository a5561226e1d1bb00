/** Every kind of actor in histories and timelines. */
export const ACTOR_KINDS = ['customer', 'device', 'staff', 'system', 'anonymous'] as const;

/** What an actor is, for readers who must not learn who it is. */
export type ActorKind = (typeof ACTOR_KINDS)[number];
