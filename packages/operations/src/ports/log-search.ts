import type { Timestamp } from '@snacks/domain';

/** One line of a function's log. */
export interface LogLine {
  readonly at: Timestamp;
  readonly level: string;
  /** The function that logged it. */
  readonly service: string;
  readonly message: string;
  readonly orderId?: string;
  readonly correlationId?: string;
  readonly eventId?: string;
  readonly messageId?: string;
  /** 1 for the first receive of a message. */
  readonly attempt?: number;
  /** All fields of the line. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Which lines to find. A line must contain all texts. */
export interface LogQuery {
  /** At most four. */
  readonly texts: readonly string[];
  /** The functions whose logs are searched. */
  readonly services: readonly string[];
  readonly since: Timestamp;
  readonly until?: Timestamp;
  /** The maximum number of lines of all functions together. */
  readonly limit: number;
}

/** The lines that were found. */
export interface LogLines {
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  /** Whether the search ended before it had read all lines: narrow it. */
  readonly more: boolean;
}

/**
 * The logs of the functions.
 *
 * - A line may be found only some seconds after it was logged.
 * - A line that is not JSON is found with the level `info`, and its text as the message.
 * - A function that has not logged anything has no lines; that is no error.
 */
export interface LogSearch {
  find(query: LogQuery): Promise<LogLines>;
}
