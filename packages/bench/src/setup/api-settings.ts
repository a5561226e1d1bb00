import {
  InMemoryDeadLetters,
  InMemoryEventQueue,
  InMemoryEventRecords,
} from '@snacks/adapters-memory';
import type { Adapters, ApiSettings } from '@snacks/handlers';

/** Callers are not asked who they are: what is measured is the way of an order. */
export const API_SETTINGS: ApiSettings = {
  authentication: 'open',
  cursorKey: 'a key for cursors that nobody else sees',
};

/** No external event is sent. */
export const NO_EXTERNAL_EVENTS: Pick<Adapters, 'eventQueue' | 'eventRecords'> = {
  eventQueue: () => new InMemoryEventQueue({ send: () => '' }),
  eventRecords: () => new InMemoryEventRecords(),
};

/** The bus refuses no event. */
export const NO_REFUSALS: Pick<Adapters, 'deadLetters'> = {
  deadLetters: () => new InMemoryDeadLetters({ send: () => '' }),
};
