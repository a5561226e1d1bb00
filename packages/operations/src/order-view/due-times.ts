const MINUTE = 60_000;

/** How often the time between two due times doubles, as in `RepublishStuckOrders`. */
const MAX_DOUBLINGS = 4;

/**
 * Returns when the sweeper next publishes the event of an order that has waited since a time: after its
 * patience, then after 2, 4, 8 and 16 times as long, and then after every further 16 times. The sweeper
 * runs every few minutes, so it may be that much later. Times are milliseconds since the epoch.
 */
export function nextRepublish(since: number, now: number, patienceMinutes: number): number {
  const patience = patienceMinutes * MINUTE;
  const age = Math.max(0, now - since);
  let due = patience;
  for (let doubled = 0; due <= age && doubled < MAX_DOUBLINGS; doubled += 1) due *= 2;
  const step = patience * 2 ** MAX_DOUBLINGS;
  if (due <= age) due = step * (Math.floor(age / step) + 1);
  return since + due;
}
