import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { anApiEvent } from '../../test/events.js';
import { functionsInMemory } from '../../test/functions-in-memory.js';

const runbook = readFileSync(new URL('../../../../docs/runbook.md', import.meta.url), 'utf8');

/** The filters by fields of the functions' logs: only CloudWatch itself can run them. */
const filters = Array.from(
  runbook.matchAll(/\/aws\/lambda\/.*--filter-pattern '\{(.*)\}'/g),
  ([, filter = '']) => filter,
);

describe('the runbook, where it filters by fields', () => {
  it.each(filters)('finds them in the record of a failure: %s', async (filter) => {
    const { invokeVersion, logRecords } = failing();

    await invokeVersion('7');

    const fields = Array.from(filter.matchAll(/\$\.(\w+)/g), ([, field = '']) => field);
    const record = logRecords().find(({ level }) => level === 'error');
    expect(fields.length).toBeGreaterThan(0);
    for (const field of fields) expect(record).toHaveProperty(field);
    expect(record).toMatchObject({ level: 'error', functionVersion: '7' });
  });
});

/** A function that fails, and can be invoked as one of its versions. */
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
