import { describe, expect, it } from '@jest/globals';

import { TokenBucket } from './token-bucket.js';

function takeAll(bucket: TokenBucket, now: number): number {
  let taken = 0;
  while (bucket.take(now)) taken += 1;
  return taken;
}

describe('a token bucket', () => {
  it('grants its burst at once, then its rate', () => {
    const bucket = new TokenBucket({ ratePerSecond: 10, burst: 20 }, 0);

    expect(takeAll(bucket, 0)).toBe(20);
    expect(takeAll(bucket, 500)).toBe(5);
    expect(takeAll(bucket, 600)).toBe(1);
  });

  it('never holds more than its burst', () => {
    const bucket = new TokenBucket({ ratePerSecond: 10, burst: 20 }, 0);

    expect(takeAll(bucket, 3_600_000)).toBe(20);
  });

  it('grants nothing for a clock that runs backwards', () => {
    const bucket = new TokenBucket({ ratePerSecond: 10, burst: 1 }, 1_000);
    bucket.take(1_000);

    expect(bucket.take(0)).toBe(false);
  });
});
