/** In milliseconds. */
export const MINUTE = 60_000;

/** The start of the minute of a time, both in milliseconds since the epoch. */
export function startOfMinute(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}
