import {
  FilterLogEventsCommand,
  ResourceNotFoundException,
  type CloudWatchLogsClient,
  type FilteredLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import { FIELD_RULES, isFields, toMilliseconds, toTimestamp } from '@snacks/domain';
import type { LogLine, LogLines, LogQuery, LogSearch } from '@snacks/operations';

export interface CloudWatchLogSearchOptions {
  /** Returns the log group of a function. */
  readonly logGroupOf: (service: string) => string;
  /**
   * Milliseconds after which a search returns what it has found. A page may have no line, because
   * CloudWatch reads only a part of a large log for it.
   * @default 8,000
   */
  readonly timeLimit?: number;
}

/** A page of one group's lines. */
interface GroupLines {
  readonly lines: readonly LogLine[];
  readonly more: boolean;
}

/** Searches the log groups of the functions concurrently, by filters on terms. */
export class CloudWatchLogSearch implements LogSearch {
  constructor(
    private readonly client: CloudWatchLogsClient,
    private readonly options: CloudWatchLogSearchOptions,
  ) {}

  async find(query: LogQuery): Promise<LogLines> {
    const deadline = performance.now() + (this.options.timeLimit ?? 8_000);
    const groups = await Promise.all(
      query.services.map(async (service) => this.ofGroup(service, query, deadline)),
    );
    const found = groups
      .flatMap(({ lines }) => lines)
      .sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
    return {
      lines: found.slice(0, query.limit),
      more: found.length > query.limit || groups.some(({ more }) => more),
    };
  }

  private async ofGroup(
    service: string,
    { texts, since, until, limit }: LogQuery,
    deadline: number,
  ): Promise<GroupLines> {
    const lines: LogLine[] = [];
    let nextToken: string | undefined;
    try {
      do {
        const page = await this.client.send(
          new FilterLogEventsCommand({
            logGroupName: this.options.logGroupOf(service),
            startTime: toMilliseconds(since),
            // CloudWatch includes the end.
            ...(until !== undefined && { endTime: toMilliseconds(until) - 1 }),
            ...(texts.length > 0 && { filterPattern: texts.map(toTerm).join(' ') }),
            limit: Math.min(10_000, limit + 1),
            ...(nextToken !== undefined && { nextToken }),
          }),
        );
        lines.push(...(page.events ?? []).map((event) => toLogLine(service, event)));
        ({ nextToken } = page);
      } while (nextToken !== undefined && lines.length <= limit && performance.now() < deadline);
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error; // no group, no lines
    }
    return { lines: lines.slice(0, limit), more: nextToken !== undefined || lines.length > limit };
  }
}

/** A term of a filter pattern: the text as it is. */
function toTerm(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

function toLogLine(service: string, { timestamp = 0, message = '' }: FilteredLogEvent): LogLine {
  const fields = parse(message);
  const at = toTimestamp(timestamp);
  if (fields === undefined) {
    return { at, level: 'info', service, message: message.trimEnd(), fields: {} };
  }
  const { orderId, correlationId, eventId, messageId, attempt } = fields;
  const { accepts } = FIELD_RULES.correlationId; // the rule for ids in logs
  return {
    at,
    level: textOf(fields.level, 'info'),
    service,
    message: textOf(fields.message, ''),
    ...(FIELD_RULES.orderId.accepts(orderId) && { orderId }),
    ...(accepts(correlationId) && { correlationId }),
    ...(accepts(eventId) && { eventId }),
    ...(accepts(messageId) && { messageId }),
    ...(typeof attempt === 'number' && { attempt }),
    fields,
  };
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined; // a line of Lambda itself, such as the report of a timeout
  }
}
