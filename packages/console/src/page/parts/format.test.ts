import { describe, expect, it } from '@jest/globals';

import { agoText, amountText, durationText, prettyJson, statusText } from './format.js';

describe('texts of numbers and times', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [4_200, '4 s'],
    [65_000, '1 min 5 s'],
    [3_600_000, '1 h'],
    [86_399_000, '23 h 59 min'],
    [90_000_000, '1 d 1 h'],
    [-5, '0 ms'],
  ])('says %d milliseconds as %s', (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });

  it('says how long ago something was', () => {
    const now = Date.parse('2026-01-01T12:00:00.000Z');

    expect(agoText('2026-01-01T11:59:59.000Z', now)).toBe('now');
    expect(agoText('2026-01-01T11:58:00.000Z', now)).toBe('2 min ago');
    expect(agoText('2025-12-30T12:00:00.000Z', now)).toBe('2 d ago');
  });

  it('shows amounts with two decimals, and states as words', () => {
    expect(amountText(1234.5)).toBe('1,234.50');
    expect(statusText('PENDING_APPROVAL')).toBe('Pending approval');
  });

  it('leaves a body that is not JSON as it is', () => {
    expect(prettyJson('not JSON')).toBe('not JSON');
    expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
  });
});
