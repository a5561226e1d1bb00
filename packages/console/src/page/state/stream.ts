import { signal } from '@preact/signals';

import { call } from '../api/client.js';
import type { BusEvent } from '../api/contract.js';
import { followEvents } from '../api/follow-events.js';

/** `polling`: the platform has no stream, and the page asks every few seconds. */
export type Connection = 'connecting' | 'live' | 'lost' | 'polling';

export const connection = signal<Connection>('connecting');

/** Why events are missing from the list: the platform was restarted, or it had forgotten them. */
export const gap = signal<'restarted' | 'forgotten' | undefined>(undefined);

/** The latest events of the bus, newest first. */
export const recentEvents = signal<readonly BusEvent[]>([]);

/** Counts up when something may have changed, at most twice a second. Lists read again then. */
export const changes = signal(0);

const KEPT_EVENTS = 500;
const CHANGE_INTERVAL = 500;
const POLL_INTERVAL = 10_000;

type Listener = (event: BusEvent) => void;
const listeners = new Set<Listener>();

/** Calls a listener with each new event. Returns the function that removes it. */
export function onEvent(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let announced: ReturnType<typeof setTimeout> | undefined;
let pending: BusEvent[] = [];

function flush(): void {
  announced = undefined;
  recentEvents.value = [...pending.toReversed(), ...recentEvents.value].slice(0, KEPT_EVENTS);
  pending = [];
  changes.value += 1;
}

/** Lists read again soon. */
export function announceChange(): void {
  announced ??= setTimeout(flush, CHANGE_INTERVAL);
}

function receive(event: BusEvent): void {
  pending.push(event);
  for (const listener of listeners) listener(event);
  announceChange();
}

/** What the stream says of events that it no longer has. */
interface Forgotten {
  readonly restarted: boolean;
}

/** Follows the stream. After a loss it goes on behind the last event that it received. */
export function follow(path: string): void {
  followEvents(`${path}?kinds=event`, {
    opened: () => {
      if (connection.value === 'lost') announceChange();
      connection.value = 'live';
    },
    lost: () => {
      connection.value = 'lost';
    },
    received: {
      event: (data) => {
        const { envelope }: { readonly envelope: BusEvent } = JSON.parse(data);
        receive(envelope);
      },
      forgotten: (data) => {
        const { restarted }: Forgotten = JSON.parse(data);
        gap.value = restarted ? 'restarted' : 'forgotten';
        announceChange();
      },
    },
  });
}

/** Reads what happened before the page was opened. */
export async function readHistory(path: string): Promise<void> {
  const { events } = await call<{ readonly events: readonly BusEvent[] }>(path);
  const known = new Set(recentEvents.value.map(idOf));
  const earlier = events.filter((event) => !known.has(idOf(event))).toReversed();
  recentEvents.value = [...recentEvents.value, ...earlier].slice(0, KEPT_EVENTS);
}

function idOf({ time, detail }: BusEvent): string {
  return detail.metadata?.eventId ?? time;
}

/** Lets lists read again every few seconds, on a platform without a stream. */
export function poll(): void {
  connection.value = 'polling';
  setInterval(() => {
    if (!document.hidden) announceChange();
  }, POLL_INTERVAL);
}
