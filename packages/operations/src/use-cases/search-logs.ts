import { toMilliseconds, toTimestamp, type Timestamp } from '@snacks/domain';

import { OPERATIONS_LIMITS } from '../field-rules.js';
import type { PlatformMap } from '../platform-map.js';
import type { LogLine } from '../ports/log-search.js';
import type { OperationsPorts } from '../ports/operations-ports.js';

/** Which lines to find. */
export interface SearchLogsQuery {
  /** A text that the line has. */
  readonly q?: string;
  readonly orderId?: string;
  /** A function. @default all */
  readonly service?: string;
  /** @default an hour ago; at most a day ago */
  readonly since?: Timestamp;
  readonly limit: number;
}

/** The lines, newest first. */
export interface FoundLines {
  readonly lines: readonly LogLine[];
  /** Whether there are further lines: narrow the search. */
  readonly more: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The first span that is searched. Each earlier span is four times as long. */
const FIRST_SPAN = 5 * MINUTE;
const GROWTH = 4;

/** The lines that are read of one span. */
const MAX_LINES = 1_000;

/**
 * Searches the logs of the functions, backwards in growing spans: logs can be read only forwards, and the
 * newest lines are wanted first.
 */
export class SearchLogs {
  constructor(
    private readonly ports: Pick<OperationsPorts, 'logs' | 'clock'>,
    private readonly map: PlatformMap,
  ) {}

  async execute({ q, orderId, service, since, limit }: SearchLogsQuery): Promise<FoundLines> {
    const now = this.ports.clock.now();
    const earliest = now - OPERATIONS_LIMITS.logHours * HOUR;
    const start = Math.max(earliest, since === undefined ? now - HOUR : toMilliseconds(since));
    const texts = [q, orderId].filter((text) => text !== undefined);
    const services = this.map.functions.filter((one) => service === undefined || one === service);
    const found: LogLine[] = [];
    let truncated = false;
    let end = now + MINUTE; // the clocks of functions differ
    for (let span = FIRST_SPAN; end > start && found.length < limit; span *= GROWTH) {
      const from = Math.max(start, end - span);
      const { lines, more } = await this.ports.logs.find({
        texts,
        services,
        since: toTimestamp(from),
        until: toTimestamp(end),
        limit: MAX_LINES,
      });
      found.unshift(...lines); // at most 1,000 a time
      truncated ||= more;
      end = from;
    }
    const newest = found.slice(-limit).reverse();
    return { lines: newest, more: truncated || found.length > limit || end > start };
  }
}
