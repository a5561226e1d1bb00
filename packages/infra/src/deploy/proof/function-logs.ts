import {
  paginateFilterLogEvents,
  type CloudWatchLogsClient,
} from '@aws-sdk/client-cloudwatch-logs';

/** The log lines of the functions since the proof began. */
export class FunctionLogs {
  constructor(
    private readonly client: CloudWatchLogsClient,
    /** Milliseconds since the epoch. */
    private readonly since: number,
  ) {}

  /** Finds a line with a text in a log group; `undefined` if there is none. */
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
      if (name !== 'ResourceNotFoundException') throw error; // a group that does not exist has no lines
    }
    return undefined;
  }
}
