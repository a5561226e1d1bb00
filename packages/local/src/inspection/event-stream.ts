import { Hono } from 'hono';
import type { IdGenerator } from '@snacks/domain/ports';

import type { NumberedEvent, RecentEvents } from './recent-events.js';

/** A new reader gets this many of the latest events, to show what happened before it came. */
const FIRST_EVENTS = 100;

/** Milliseconds. A comment this often keeps the connection open. */
const HEARTBEAT_INTERVAL = 15_000;

/** A reader that is this many events behind loses its connection, and goes on from its last event. */
const MAX_QUEUED = 5_000;

export interface EventStreamOptions {
  readonly recentEvents: RecentEvents;
  readonly ids: IdGenerator;
  /** Ends all streams when the server stops. */
  readonly stopping: AbortSignal;
}

/**
 * Serves the latest events of the bus, then each as it comes, as server-sent events. The id of each has the number of
 * the event and a name of this process. A reader that connects again with `Last-Event-ID` gets what it
 * missed; `gap` comes first if that is no longer complete.
 */
export function eventStream({ recentEvents, ids, stopping }: EventStreamOptions): Hono {
  const app = new Hono();
  const process = ids.randomId().slice(0, 8);
  app.get('/local/events/stream', (context) => {
    const lastEventId = context.req.header('last-event-id') ?? context.req.query('lastEventId');
    const body = streamOf(recentEvents, { process, lastEventId, stopping });
    return context.body(body, 200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
  });
  return app;
}

interface StreamOptions {
  readonly process: string;
  readonly lastEventId: string | undefined;
  readonly stopping: AbortSignal;
}

function streamOf(
  recentEvents: RecentEvents,
  { process, lastEventId, stopping }: StreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const end = new AbortController();
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const send = (text: string): void => controller.enqueue(encoder.encode(text));
        const sendEvent = ({ number, event }: NumberedEvent): void => {
          if ((controller.desiredSize ?? 0) < -MAX_QUEUED) return close();
          send(`id: ${process}-${number}\nevent: bus\ndata: ${JSON.stringify(event)}\n\n`);
        };
        const unsubscribe = recentEvents.subscribe(sendEvent);
        const heartbeat = setInterval(() => send(':\n\n'), HEARTBEAT_INTERVAL);
        const release = (): void => {
          unsubscribe();
          clearInterval(heartbeat);
        };
        function close(): void {
          if (end.signal.aborted) return;
          end.abort();
          controller.close();
        }
        end.signal.addEventListener('abort', release);
        stopping.addEventListener('abort', close, { signal: end.signal });
        send(':\n\n');
        const { gap, from } = positionOf(lastEventId, process, recentEvents);
        if (gap !== undefined) send(`event: gap\ndata: ${JSON.stringify({ reason: gap })}\n\n`);
        for (const numbered of recentEvents.after(from)) sendEvent(numbered);
        if (stopping.aborted) close();
      },
      cancel: () => end.abort(),
    },
    { highWaterMark: 0 },
  );
}

/** Returns where a reader goes on, and why events before that are missing. */
function positionOf(
  lastEventId: string | undefined,
  process: string,
  { total, dropped }: RecentEvents,
): { readonly from: number; readonly gap?: 'restarted' | 'forgotten' } {
  if (lastEventId === undefined) return { from: Math.max(0, total - FIRST_EVENTS) };
  const number = Number(lastEventId.slice(process.length + 1));
  const isOfThisProcess = lastEventId.startsWith(`${process}-`) && Number.isInteger(number);
  if (!isOfThisProcess) return { from: 0, gap: 'restarted' };
  return number < dropped ? { from: dropped, gap: 'forgotten' } : { from: number };
}
