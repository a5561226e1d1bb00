import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** A server that can be closed although its clients keep their connections open. */
export class ClosingServer {
  readonly server: Server;
  private readonly pending = new Set<ServerResponse>();
  private closing = false;

  /** @param listener handles a request; never rejects. */
  constructor(listener: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
    this.server = createServer((request, response) => {
      if (this.closing) response.shouldKeepAlive = false;
      this.pending.add(response);
      response.once('close', () => {
        this.pending.delete(response);
        if (this.closing) setImmediate(() => this.server.closeIdleConnections());
      });
      void listener(request, response);
    });
  }

  /**
   * Accepts no more connections and closes idle ones. Every other connection closes after its pending
   * response, so no client can send another request on it. Closes the rest when the time is up, and
   * returns whether there was none.
   */
  async closeWithin(milliseconds: number): Promise<boolean> {
    const closed = once(this.server, 'close').then(() => true);
    this.closing = true;
    for (const response of this.pending) {
      if (!response.headersSent) response.shouldKeepAlive = false;
    }
    this.server.close();
    this.server.closeIdleConnections();
    const timer = new AbortController();
    const timedOut = delay(milliseconds, false, { signal: timer.signal });
    const completed = await Promise.race([closed, timedOut]);
    if (completed) timer.abort();
    else this.server.closeAllConnections();
    await Promise.allSettled([closed, timedOut]);
    return completed;
  }
}
