import type { TableDescription } from './table-description.js';

/** The table of foreign events as plain data: what the deployed stack builds it from, too. */
export const EVENT_RECORDS_TABLE = {
  partitionKey: 'eventId',
  /** Holds seconds since the epoch; every record has it. */
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;
