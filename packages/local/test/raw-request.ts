import { once } from 'node:events';
import { Agent, IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request that is sent exactly as it stands, however odd. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, as they go over the wire. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface RawResponse {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

/** Sends requests to one server over connections that are kept. Whoever makes it closes it. */
export class RawClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(private readonly url: string) {}

  async send({ method, path, headers, body }: RawRequest): Promise<RawResponse> {
    const { hostname, port } = new URL(this.url);
    const options = { agent: this.agent, hostname, port, method, path };
    // Node tells the length of no DELETE: what follows would be read as another request.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = request({ ...options, headers: { ...headers, ...length } }).end(body);
    const [response] = await once(sent, 'response');
    if (!(response instanceof IncomingMessage)) throw new Error('No response.');
    const { statusCode: status = 0 } = response;
    const contentType = response.headers['content-type'] ?? null;
    return { status, contentType, body: await text(response) };
  }

  close(): void {
    this.agent.destroy();
  }
}
