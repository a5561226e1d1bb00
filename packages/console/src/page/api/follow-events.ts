import { send } from './client.js';
import { splitEvents } from './server-sent-events.js';

export interface EventHandlers {
  readonly opened: () => void;
  /** The connection is lost. It is opened again. */
  readonly lost: () => void;
  /** Gets the data of each event, by the event's name. */
  readonly received: Readonly<Record<string, (data: string) => void>>;
}

/** Milliseconds, unless the stream says when. */
const RECONNECT_INTERVAL = 3_000;

/**
 * Follows a stream of server-sent events for as long as the page is open. After a loss it goes on behind
 * the last event. The browser's own `EventSource` cannot send a token.
 */
export function followEvents(path: string, handlers: EventHandlers): void {
  let lastEventId: string | undefined;
  let interval = RECONNECT_INTERVAL;

  const take = (text: string): string => {
    const { events, rest } = splitEvents(text);
    for (const { id, name, data, retry } of events) {
      lastEventId = id ?? lastEventId;
      interval = retry ?? interval;
      if (data !== '') handlers.received[name]?.(data);
    }
    return rest;
  };
  const read = async (): Promise<void> => {
    const { ok, body } = await send(path, {
      headers: {
        accept: 'text/event-stream',
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      },
    });
    if (!ok || body === null) return;
    handlers.opened();
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      rest = take(rest + part.value);
    }
  };
  const connect = async (): Promise<void> => {
    await read().catch(() => undefined); // a lost connection
    handlers.lost();
    setTimeout(() => void connect(), interval);
  };
  void connect();
}
