import {
  paginateFilterLogEvents,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';

/** What the functions have logged since the proof began. */
export class FunctionLogs {
  constructor(
    private readonly client: CloudWatchLogsClient,
    /** Milliseconds since the epoch. */
    private readonly since: number,
  ) {}

  /** A line of a log group that has a text; `undefined` where none has. */
  async find(logGroupName: string, text: string): Promise<string | undefined> {
    try {
      const pages = paginateFilterLogEvents(
        { client: this.client },
        { logGroupName, startTime: this.since, filterPattern: `"${text}"` },
      );
      for await (const { events = [] } of pages) {
        const [first] = events;
        if (first !== undefined) return first.message ?? '';
      }
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name !== 'ResourceNotFoundException') throw error; // a group that is not there has no line
    }
    return undefined;
  }
}
