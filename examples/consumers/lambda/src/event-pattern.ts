import { EVENT_SOURCE, type OrderEvent } from '@snacks/domain/events';

/** The types of events that the function handles. */
export const EVENT_TYPES: readonly OrderEvent['type'][] = ['Order Processed'];

/** Selects these events on the bus: what the rule does not let through costs nothing. */
export const EVENT_PATTERN = { source: [EVENT_SOURCE], 'detail-type': EVENT_TYPES };
