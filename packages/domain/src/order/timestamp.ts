/** A time as ISO 8601 in UTC with milliseconds: `2026-11-21T09:30:00.000Z`. Sorts as text. */
export type Timestamp = string;

/** The timestamp of a number of milliseconds since the epoch. */
export function toTimestamp(milliseconds: number): Timestamp {
  return new Date(milliseconds).toISOString();
}

/** The milliseconds since the epoch of a timestamp; `NaN` for another text. */
export function toMilliseconds(timestamp: Timestamp): number {
  return Date.parse(timestamp);
}

/** Whether a value is a timestamp in exactly the form that {@link toTimestamp} writes. */
export function isTimestamp(value: unknown): value is Timestamp {
  if (typeof value !== 'string') return false;
  const milliseconds = toMilliseconds(value);
  return !Number.isNaN(milliseconds) && toTimestamp(milliseconds) === value;
}
