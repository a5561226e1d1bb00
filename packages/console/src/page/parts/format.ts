const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Returns a duration in milliseconds as a person says it: `35 ms`, `4 s`, `3 min`, `1 h 5 min`. */
export function durationText(milliseconds: number): string {
  const value = Math.max(0, Math.round(milliseconds));
  if (value < SECOND) return `${value} ms`;
  if (value < MINUTE) return `${Math.floor(value / SECOND)} s`;
  if (value < HOUR) return two(value, MINUTE, 'min', SECOND, 's');
  if (value < DAY) return two(value, HOUR, 'h', MINUTE, 'min');
  return two(value, DAY, 'd', HOUR, 'h');
}

function two(value: number, large: number, largeName: string, small: number, smallName: string) {
  const rest = Math.floor((value % large) / small);
  const whole = `${Math.floor(value / large)} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}

/** Returns how long ago a time was, in one unit. */
export function agoText(timestamp: string, now: number): string {
  const passed = now - Date.parse(timestamp);
  if (passed < 2 * SECOND) return 'now';
  if (passed < MINUTE) return `${Math.floor(passed / SECOND)} s ago`;
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  if (passed < DAY) return `${Math.floor(passed / HOUR)} h ago`;
  return `${Math.floor(passed / DAY)} d ago`;
}

const AMOUNT = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2 });
const COUNT = new Intl.NumberFormat('en-US');

/** Returns an amount with its two decimals. */
export function amountText(amount: number): string {
  return AMOUNT.format(amount);
}

const SHORT_COUNT = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  maximumFractionDigits: 1,
});

/** Returns a count in a few characters: `1.2K`. */
export function shortCountText(count: number): string {
  return SHORT_COUNT.format(count);
}

export function countText(count: number): string {
  return COUNT.format(count);
}

/** Returns the time of day of a timestamp, in the reader's time zone, with milliseconds. */
export function clockText(timestamp: string, withMilliseconds = false): string {
  const date = new Date(timestamp);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()];
  const text = parts.map((part) => String(part).padStart(2, '0')).join(':');
  return withMilliseconds ? `${text}.${String(date.getMilliseconds()).padStart(3, '0')}` : text;
}

/** Returns the beginning of an id, which is enough to recognise it. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** Returns JSON with indents; other texts as they are. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** `Pending approval` for `PENDING_APPROVAL`. */
export function statusText(status: string): string {
  return `${status.slice(0, 1)}${status.slice(1).toLowerCase().replaceAll('_', ' ')}`;
}
