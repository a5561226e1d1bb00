import { afterEach, describe, expect, it } from '@jest/globals';
import { toTimestamp } from '@snacks/domain';
import type { LogQuery } from '@snacks/operations';

import {
  startPagedService,
  type PagedService,
  type PagesByOperation,
} from '../../test/paged-service.js';
import { createCloudWatchLogsClient } from './clients.js';
import { CloudWatchLogSearch } from './cloudwatch-log-search.js';

let service: PagedService<ReturnType<typeof createCloudWatchLogsClient>>;

afterEach(async () => service.stop());

/** A search in a log group whose lines come in these pages. */
async function aSearch(pages: PagesByOperation[string], timeLimit?: number) {
  service = await startPagedService(createCloudWatchLogsClient, 'nextToken', {
    FilterLogEvents: pages,
  });
  return new CloudWatchLogSearch(service.client, {
    logGroupOf: (name) => `/aws/lambda/${name}`,
    ...(timeLimit !== undefined && { timeLimit }),
  });
}

/** A page with these lines. */
function aPage(...messages: readonly string[]) {
  return { events: messages.map((message, timestamp) => ({ timestamp, message })) };
}

function aQuery(changes: Partial<LogQuery> = {}): LogQuery {
  return { texts: [], services: ['order-relay'], since: toTimestamp(0), limit: 100, ...changes };
}

describe('a log search in CloudWatch', () => {
  it('reads every page, also after one without lines', async () => {
    const search = await aSearch([aPage('one'), aPage(), aPage('two', 'three')]);

    const { lines, more } = await search.find(aQuery());

    expect(lines.map(({ message }) => message).sort()).toEqual(['one', 'three', 'two']);
    expect(more).toBe(false);
    const [first, ...others] = service.callsOf('FilterLogEvents');
    expect(others).toEqual([
      { ...first, nextToken: 'page 1' },
      { ...first, nextToken: 'page 2' },
    ]);
  });

  it('reads no page after it has more lines than asked for', async () => {
    const search = await aSearch([aPage('one'), aPage('two'), aPage('three')]);

    const { lines, more } = await search.find(aQuery({ limit: 1 }));

    expect(lines.map(({ message }) => message)).toEqual(['one']);
    expect(more).toBe(true);
    expect(service.callsOf('FilterLogEvents')).toHaveLength(2);
  });

  it('returns what it has found when its time is over, and says that there is more', async () => {
    const search = await aSearch([aPage('one'), aPage('two')], 0);

    const { lines, more } = await search.find(aQuery());

    expect(lines.map(({ message }) => message)).toEqual(['one']);
    expect(more).toBe(true);
  });
});
