import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { anApiEvent } from '../../test/events.js';
import { functionsInMemory } from '../../test/functions-in-memory.js';

const runbook = readFileSync(new URL('../../../../docs/runbook.md', import.meta.url), 'utf8');

/** The filters on fields of the logs. Only CloudWatch can run them, so the tests check the fields. */
const filters = Array.from(
  runbook.matchAll(/\/aws\/lambda\/.*--filter-pattern '\{(.*)\}'/g),
  ([, filter = '']) => filter,
);

describe('the log filters of the runbook', () => {
  it.each(filters)('name fields that the record of a failure has: %s', async (filter) => {
    const { invokeVersion, logRecords } = failing();

    await invokeVersion('7');

    const fields = Array.from(filter.matchAll(/\$\.(\w+)/g), ([, field = '']) => field);
    const record = logRecords().find(({ level }) => level === 'error');
    expect(fields.length).toBeGreaterThan(0);
    for (const field of fields) expect(record).toHaveProperty(field);
    expect(record).toMatchObject({ level: 'error', functionVersion: '7' });
  });
});

/** A failing function that can be invoked as a given version. */
function failing() {
  const { invoke, logRecords } = functionsInMemory({
    wrap: (adapters) => ({
      ...adapters,
      orders: () =>
        Object.assign(adapters.orders(), { list: async () => Promise.reject(new Error('down')) }),
    }),
  });
  return {
    logRecords,
    invokeVersion: async (functionVersion: string) =>
      invoke('order-lister', anApiEvent({ method: 'GET' }), 'request-1', functionVersion),
  };
}
