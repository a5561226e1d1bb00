import type { Timers } from '@snacks/adapters-memory';

import type { Activity, Numbered } from './activity.js';

export interface ActivityStreamOptions {
  readonly activity: Activity;
  /** Identifies this process: numbers of another process mean nothing here. */
  readonly process: string;
  /** The id of the event that the client received last: the header `Last-Event-ID`. */
  readonly lastEventId: string | undefined;
  /** The kinds that the client wants. @default all */
  readonly kinds?: readonly string[] | undefined;
  /** When the client's token expires, in milliseconds since 1970: the stream ends then. @default never */
  readonly endsAt?: number | undefined;
  readonly timers: Timers;
  /** Ends the stream. */
  readonly stopping: AbortSignal;
}

/** The things that one chunk has at most. */
const BATCH = 100;

/** Sent while nothing happens, so that both sides notice a lost connection. In milliseconds. */
const KEEP_ALIVE = 15_000;

/**
 * Returns what happens on the platform as server-sent events, from now on, or after `Last-Event-ID`. A
 * client that is slower than the platform gets everything that is not forgotten meanwhile; what is
 * forgotten, also by a restart, is announced by an event `forgotten`.
 */
export function activityStream(options: ActivityStreamOptions): ReadableStream<Uint8Array> {
  const { activity, process, lastEventId, kinds, timers, stopping } = options;
  const { endsAt = Number.POSITIVE_INFINITY } = options;
  const encoder = new TextEncoder();
  let seen = positionOf(lastEventId, options);
  let restarted = lastEventId !== undefined && !lastEventId.startsWith(`${process}-`);
  let cancelWait: (() => void) | undefined;
  const ended = (): boolean => stopping.aborted || timers.now() >= endsAt;

  /** Resolves when something happens, or with `false` when it is time for a sign of life. */
  const nextHappening = async (): Promise<boolean> =>
    new Promise((resolve) => {
      const end = (happened: boolean) => () => {
        unsubscribe();
        cancelTimer();
        stopping.removeEventListener('abort', stop);
        resolve(happened);
      };
      const stop = end(true);
      const unsubscribe = activity.onAdd(stop);
      const cancelTimer = timers.runAt(Math.min(timers.now() + KEEP_ALIVE, endsAt), end(false));
      stopping.addEventListener('abort', stop);
      cancelWait = stop;
    });

  return new ReadableStream({
    // Its id lets a client that loses the connection before its first event go on without a gap.
    start: (controller) => {
      const position = lastEventId === undefined ? begin(`${process}-${seen}`) : '';
      controller.enqueue(encoder.encode(`retry: 1000\n${position}\n`));
    },
    pull: async (controller) => {
      const alive = activity.last > seen || ended() || (await nextHappening());
      if (ended()) {
        controller.close();
        return;
      }
      const { forgotten, items } = activity.after(seen, BATCH);
      const missed = forgotten > 0 || restarted ? [announce(forgotten, restarted)] : [];
      restarted = false;
      seen = items.at(-1)?.number ?? seen;
      const wanted = items.filter(({ happening: { kind } }) => kinds?.includes(kind) ?? true);
      const texts = [...missed, ...wanted.map((item) => toText(item, process))];
      const text = alive || texts.length > 0 ? texts.join('') : ': still connected\n\n';
      // An empty chunk wakes the reader, which asks for the next one.
      controller.enqueue(encoder.encode(text));
    },
    cancel: () => cancelWait?.(),
  });
}

/** The number of the last thing that the client has seen: all before now, if it does not say. */
function positionOf(
  lastEventId: string | undefined,
  { activity, process }: ActivityStreamOptions,
): number {
  if (lastEventId === undefined) return activity.last;
  const number = lastEventId.startsWith(`${process}-`)
    ? Number(lastEventId.slice(process.length + 1))
    : 0;
  return Number.isInteger(number) && number >= 0 && number <= activity.last ? number : 0;
}

function begin(id: string): string {
  return `id: ${id}\nevent: begin\ndata: {}\n`;
}

function announce(count: number, restarted: boolean): string {
  return `event: forgotten\ndata: ${JSON.stringify({ count, restarted })}\n\n`;
}

function toText({ number, happening }: Numbered, process: string): string {
  const { kind, at, ...rest } = happening;
  const data = JSON.stringify({ at: new Date(at).toISOString(), ...rest });
  return `id: ${process}-${number}\nevent: ${kind}\ndata: ${data}\n\n`;
}
