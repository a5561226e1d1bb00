/** The time. */
export interface Clock {
  /** Milliseconds since the epoch. May differ between machines, and may run back a little. */
  now(): number;
}
