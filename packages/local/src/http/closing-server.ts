import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** A server that can be ended though its callers keep their connections. */
export class ClosingServer {
  readonly server: Server;
  private readonly underWay = new Set<ServerResponse>();
  private closing = false;

  /** @param listener returns a request; never rejects. */
  constructor(listener: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
    this.server = createServer((request, response) => {
      if (this.closing) response.shouldKeepAlive = false;
      this.underWay.add(response);
      response.once('close', () => {
        this.underWay.delete(response);
        if (this.closing) setImmediate(() => this.server.closeIdleConnections());
      });
      void listener(request, response);
    });
  }

  /**
   * Takes no more connections, closes those that are idle, and has each of the others end with the
   * response that it waits for, so that nobody can send request after request. Cuts off what is left
   * when the time is up. Returns whether that was nothing.
   */
  async closeWithin(milliseconds: number): Promise<boolean> {
    const closed = once(this.server, 'close').then(() => true);
    this.closing = true;
    for (const response of this.underWay) {
      if (!response.headersSent) response.shouldKeepAlive = false;
    }
    this.server.close();
    this.server.closeIdleConnections();
    const patience = new AbortController();
    const late = delay(milliseconds, false, { signal: patience.signal });
    const answered = await Promise.race([closed, late]);
    if (answered) patience.abort();
    else this.server.closeAllConnections();
    await Promise.allSettled([closed, late]);
    return answered;
  }
}
