import {
  InMemoryDeadLetters,
  InMemoryEventQueue,
  InMemoryEventRecords,
} from '@snacks/adapters-memory';
import type { Adapters, ApiOptions } from '@snacks/handlers';

/** Without authentication: the benchmarks measure the path of an order. */
export const API_SETTINGS: ApiOptions = {
  authentication: 'open',
  cursorKey: 'the cursor key of all the benchmarks',
};

/** Adapters for flows without external events. */
export const NO_EXTERNAL_EVENTS: Pick<Adapters, 'eventQueue' | 'eventRecords'> = {
  eventQueue: () => new InMemoryEventQueue({ send: () => '' }),
  eventRecords: () => new InMemoryEventRecords(),
};

/** Adapters for flows in which the bus refuses no event. */
export const NO_REFUSALS: Pick<Adapters, 'deadLetters'> = {
  deadLetters: () => new InMemoryDeadLetters({ send: () => '' }),
};
