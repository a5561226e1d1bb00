/** The rate limit of a route. */
export interface Throttle {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** A token bucket: it fills at a rate, up to the burst, and each request takes a token. */
export class TokenBucket {
  private tokens: number;
  private updatedAt: number;

  /** @param now milliseconds since the epoch. */
  constructor(
    private readonly throttle: Throttle,
    now: number,
  ) {
    this.tokens = throttle.burst;
    this.updatedAt = now;
  }

  /** Takes a token, and returns whether there was one. A clock that runs backwards adds none. */
  take(now: number): boolean {
    const { ratePerSecond, burst } = this.throttle;
    const refill = (Math.max(0, now - this.updatedAt) / 1_000) * ratePerSecond;
    this.tokens = Math.min(burst, this.tokens + refill);
    this.updatedAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
