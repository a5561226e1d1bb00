/** The time. */
export interface Clock {
  /** Milliseconds since the epoch. Differs between machines, and may go back a little. */
  now(): number;
}
