import { describe, expect, it } from '@jest/globals';

import { describeTraffic } from './live-version.js';

const six = { version: '6' };
const canary = { version: '6', next: { version: '7', weight: 0.1 } };

describe('the traffic of a function', () => {
  it.each([
    ['moves partially', six, canary, 'f: version 7 gets 10 % of the traffic, version 6 the rest'],
    ['moves completely after a part', canary, { version: '7' }, 'f: version 7 gets all traffic'],
    ['moves all at once', six, { version: '7' }, 'f: version 7 gets all traffic'],
    [
      'is rolled back',
      canary,
      six,
      'f: version 7 is rolled back, version 6 gets all traffic again',
    ],
    ['stays', six, six, undefined],
    ['stays partial', canary, canary, undefined],
    ['is new', undefined, six, undefined],
  ])('%s', (_what, before, now, line) => {
    expect(describeTraffic('f', before, now)).toBe(line);
  });

  it('is printed again if the share grows', () => {
    const grown = { version: '6', next: { version: '7', weight: 0.2 } };

    expect(describeTraffic('f', canary, grown)).toContain('gets 20 % of the traffic');
  });
});
