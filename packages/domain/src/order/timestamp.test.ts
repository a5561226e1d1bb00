import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { isTimestamp, toMilliseconds, toTimestamp } from './timestamp.js';

const anyMoment = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });

describe('a timestamp', () => {
  it('is ISO 8601 in UTC with milliseconds', () => {
    expect(toTimestamp(Date.UTC(2026, 10, 21, 9, 30))).toBe('2026-11-21T09:30:00.000Z');
  });

  it('converts back to the same moment', () => {
    fc.assert(
      fc.property(anyMoment, (moment) => {
        expect(toMilliseconds(toTimestamp(moment))).toBe(moment);
        expect(isTimestamp(toTimestamp(moment))).toBe(true);
      }),
    );
  });

  it('sorts as text in the order of time', () => {
    fc.assert(
      fc.property(anyMoment, anyMoment, (a, b) => {
        expect(toTimestamp(a) < toTimestamp(b)).toBe(a < b);
      }),
    );
  });

  it.each([
    '2026-11-21',
    '2026-11-21T09:30:00Z',
    '2026-11-21T09:30:00.000+01:00',
    '2026-02-30T00:00:00.000Z',
    'yesterday',
    '',
    0,
    null,
    undefined,
  ])('is not %p', (value) => {
    expect(isTimestamp(value)).toBe(false);
  });
});
