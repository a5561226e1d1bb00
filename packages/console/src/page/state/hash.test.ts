import { describe, expect, it } from '@jest/globals';

import { hashOf, readHash } from './hash.js';

describe('the location in the URL', () => {
  it('is read back as it was written', () => {
    const location = { view: 'orders', parameters: { q: 'a:1:0 &=#?', status: 'NEW' } } as const;

    expect(readHash(hashOf(location))).toEqual(location);
  });

  it('leaves out parameters without a value', () => {
    expect(hashOf({ view: 'logs', parameters: { q: '', service: undefined } })).toBe('#/logs');
  });

  it('names no view if it is unknown', () => {
    expect(readHash('#/nothing')).toEqual({ parameters: {} });
    expect(readHash('')).toEqual({ parameters: {} });
  });
});
