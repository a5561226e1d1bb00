import { describe, expect, it } from '@jest/globals';
import { committedText } from '../../../domain/test/committed-text.js';
import { publicApi } from '../../../domain/test/public-api.js';
import { exportsOf } from '../../../domain/test/reference-page.js';

const HOME = new URL('../../', import.meta.url);

describe('the public API', () => {
  const api = publicApi({ specifier: '@snacks/adapters-memory', module: 'index' }, HOME);

  it('agrees with its report (npm run docs:update writes a change, which needs a changeset)', () => {
    expect(committedText(new URL('api/index.api.md', HOME), api.report)).toBe(api.report);
  });

  it('has a doc comment for each export', () => {
    const undocumented = exportsOf(api).filter(({ doc }) => doc === '');

    expect(undocumented.map(({ name }) => name)).toEqual([]);
  });
});
