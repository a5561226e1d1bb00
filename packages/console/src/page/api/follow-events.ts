import { createParser } from 'eventsource-parser';

import { send } from './client.js';

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

  const read = async (): Promise<void> => {
    const { ok, body } = await send(path, {
      headers: {
        accept: 'text/event-stream',
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      },
    });
    if (!ok || body === null) return;
    handlers.opened();
    const parser = createParser({
      onEvent: ({ id, event, data }) => {
        lastEventId = id ?? lastEventId;
        if (event !== undefined) handlers.received[event]?.(data);
      },
      onRetry: (milliseconds) => {
        interval = milliseconds;
      },
    });
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parser.feed(part.value);
    }
  };
  const connect = async (): Promise<void> => {
    await read().catch(() => undefined); // a lost connection
    handlers.lost();
    setTimeout(() => void connect(), interval);
  };
  void connect();
}
