import { describe, expect, it } from '@jest/globals';
import { committedText } from '../committed-text.js';
import { ENTRIES, entryName, type Entry } from '../entries.js';
import { publicApi, type PublicApi } from '../public-api.js';
import { exportsOf, referencePage } from '../reference-page.js';

const PACKAGE = new URL('../../', import.meta.url);

// Reading the API of an entry takes a second, so each is read once.
const apis = new Map<Entry, PublicApi>();

function apiOf(entry: Entry): PublicApi {
  const api = apis.get(entry) ?? publicApi(entry);
  apis.set(entry, api);
  return api;
}

describe('the public API', () => {
  it.each(ENTRIES)(
    'of $specifier agrees with its report (npm run docs:update writes a change, which needs a changeset)',
    (entry) => {
      const { report } = apiOf(entry);

      const file = new URL(`api/${entryName(entry)}.api.md`, PACKAGE);

      expect(committedText(file, report)).toBe(report);
    },
  );

  it('agrees with the reference (npm run docs:update writes it)', () => {
    const page = referencePage(apiOf);

    expect(committedText(new URL('REFERENCE.md', PACKAGE), page)).toBe(page);
  });

  it.each(ENTRIES)('of $specifier has a doc comment for each export', (entry) => {
    const undocumented = exportsOf(apiOf(entry)).filter(({ doc }) => doc === '');

    expect(undocumented.map(({ name }) => name)).toEqual([]);
  });
});
