import { afterEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@snacks/adapters-memory';

import { Activity } from './activity.js';
import { activityStream } from './activity-stream.js';

const stops: AbortController[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

/** A stream of an activity, and its reader. */
function aStream(activity = new Activity(), lastEventId?: string, endsAt?: number) {
  const timers = new ManualClock(0);
  const stopping = new AbortController();
  stops.push(stopping);
  const stream = activityStream({
    activity,
    process: 'process',
    lastEventId,
    endsAt,
    timers,
    stopping: stopping.signal,
  });
  const reader = stream.getReader();
  const next = async (): Promise<string | undefined> => {
    const { value } = await reader.read();
    return value && new TextDecoder().decode(value);
  };
  return { activity, timers, stopping, next };
}

function happen(activity: Activity, times = 1): void {
  for (let n = 0; n < times; n += 1) {
    activity.add({ kind: 'message', at: 0, queue: 'order-processing', visible: n, inFlight: 0 });
  }
}

const idsIn = (text = '') => Array.from(text.matchAll(/^id: (.+)$/gm), ([, id]) => id);

describe('the stream of events', () => {
  it('begins with what happens next, one event for each thing', async () => {
    const { activity, next } = aStream();
    happen(activity);
    await next(); // the time to reconnect

    expect(await next()).toBe(
      'id: process-1\nevent: message\ndata: {"at":"1970-01-01T00:00:00.000Z","queue":"order-processing","visible":0,"inFlight":0}\n\n',
    );
  });

  it('leaves out what happened before, without Last-Event-ID', async () => {
    const activity = new Activity();
    happen(activity, 3);
    const { next } = aStream(activity);
    await next();
    const waiting = next();
    happen(activity);

    expect(idsIn(await waiting)).toEqual(['process-4']);
  });

  it('begins with its position, so that a client can go on that has received nothing yet', async () => {
    const activity = new Activity();
    happen(activity, 3);
    const { next } = aStream(activity);

    expect(await next()).toBe('retry: 1000\nid: process-3\nevent: begin\ndata: {}\n\n');
    happen(activity);
    const again = aStream(activity, 'process-3');
    expect(await again.next()).toBe('retry: 1000\n\n');
    expect(idsIn(await again.next())).toEqual(['process-4']);
  });

  it('goes on after Last-Event-ID', async () => {
    const activity = new Activity();
    happen(activity, 5);
    const { next } = aStream(activity, 'process-3');
    await next();

    expect(idsIn(await next())).toEqual(['process-4', 'process-5']);
  });

  it('says how many things are forgotten, and goes on with the oldest that is kept', async () => {
    const activity = new Activity();
    happen(activity, Activity.LIMIT + 7);
    const { next } = aStream(activity, 'process-2');
    await next();

    const text = await next();

    expect(text).toMatch(/^event: forgotten\ndata: \{"count":5,"restarted":false\}\n\n/);
    expect(idsIn(text)[0]).toBe('process-8');
  });

  it('says that the platform was restarted, to a client of an earlier process', async () => {
    const activity = new Activity();
    happen(activity);
    const { next } = aStream(activity, 'earlier-900');
    await next();

    const text = await next();

    expect(text).toContain('event: forgotten\ndata: {"count":0,"restarted":true}');
    expect(idsIn(text)).toEqual(['process-1']);
  });

  it('sends a comment while nothing happens', async () => {
    const { timers, next } = aStream();
    await next();
    const waiting = next();
    await Promise.resolve();
    timers.advanceBy(15_000);

    expect(await waiting).toBe(': still connected\n\n');
  });

  it('ends when the token of its client expires, not before', async () => {
    const { activity, timers, next } = aStream(new Activity(), undefined, 7_000);
    await next();
    timers.advanceBy(6_999);
    happen(activity);
    expect(idsIn(await next())).toEqual(['process-1']);
    const waiting = next();
    await Promise.resolve();
    timers.advanceBy(1);

    expect(await waiting).toBeUndefined();
  });

  it('ends when the platform stops', async () => {
    const { stopping, next } = aStream();
    await next();
    const waiting = next();
    stopping.abort();

    expect(await waiting).toBeUndefined();
  });
});
