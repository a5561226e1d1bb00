/** Requests that a route takes. */
export interface Throttle {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/** A bucket of tokens that fills at a rate up to a brim: each request takes one. */
export class TokenBucket {
  private tokens: number;
  private at: number;

  /** @param now milliseconds since the epoch. */
  constructor(
    private readonly throttle: Throttle,
    now: number,
  ) {
    this.tokens = throttle.burst;
    this.at = now;
  }

  /** Whether there is a token; it is taken then. A clock that runs back gives none. */
  take(now: number): boolean {
    const { ratePerSecond, burst } = this.throttle;
    const refill = (Math.max(0, now - this.at) / 1_000) * ratePerSecond;
    this.tokens = Math.min(burst, this.tokens + refill);
    this.at = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
